package io.tito.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the example. Without any configuration it starts an embedded TiKV as well;
 * {@code --tito.tikv.pd-addresses=host:port} makes it use another.
 */
@SpringBootApplication
public class SampleApplication {

	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
