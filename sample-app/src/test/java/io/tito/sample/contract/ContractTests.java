package io.tito.sample.contract;

import java.util.UUID;

import io.tito.sample.SampleApplication;
import io.tito.sample.client.SampleClient;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Runs the sample with its embedded server, once for all tests; each test uses customers
 * of its own.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class ContractTests {

	@LocalServerPort
	private int port;

	protected SampleClient sample;

	@BeforeEach
	void connect() {
		this.sample = new SampleClient(this.port);
	}

	protected static String unique(String prefix) {
		return prefix + "-" + UUID.randomUUID();
	}

}
