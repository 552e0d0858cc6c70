package io.tito.autoconfigure.app;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs the application as its main method would.
 */
final class DeskRunner {

	private DeskRunner() {
	}

	static ConfigurableApplicationContext run(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.application.name=desk",
				"--tito.outbox.default-partitions=4", "--spring.autoconfigure.exclude="
						+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(DeskApplication.class).web(WebApplicationType.NONE)
			.run(all.toArray(String[]::new));
	}

}
