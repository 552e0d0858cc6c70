package io.tito.autoconfigure.listener;

import java.util.Map;

import io.tito.annotation.TitoListener;
import io.tito.client.TitoClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application prints that cannot start because of what is said of events and
 * listeners: what is wrong, where, and what to do. No stack trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class MisconfigurationReportTests {

	@Test
	void propertiesOfListeners(CapturedOutput output) {
		fails(App.class, "--tito.listener.retry.max-attempts=0", "--tito.listener.retry.initial-interval=2m",
				"--tito.listener.retry.max-interval=1m", "--tito.listener.listeners.ear.partitions=3-1");
		assertReport(output, "- tito.listener.retry.max-attempts is at least 1, not 0",
				"- tito.listener.retry.max-interval (PT1M) is not shorter than retry.initial-interval (PT2M)",
				"- tito.listener.listeners.ear.partitions are numbers and ascending ranges",
				"Correct these properties, or leave them out");
	}

	@Test
	void wordThatAPropertyDoesNotKnow(CapturedOutput output) {
		fails(App.class, "--tito.listener.profile=fast");
		assertReport(output, "tito.listener.profile", "fast", "BALANCED", "HIGH_THROUGHPUT", "LOW_LATENCY", "RELAXED");
	}

	@Test
	void propertiesOfTheOutbox(CapturedOutput output) {
		fails(App.class, "--tito.outbox.types.order.partitions=0");
		assertReport(output, "tito.outbox.types.order.partitions is 1 to 9999, not 0");
	}

	@Test
	void declarationsOfListeners(CapturedOutput output) {
		fails(Faulty.class);
		assertReport(output, "Listeners are not declared as they have to be",
				"- Faulty.one (bean 'faulty'): retry.max-attempts is at least 1, not 0",
				"- Faulty.one (bean 'faulty'): profile is 'fast', not low-latency, balanced,",
				"- Faulty.two (bean 'faulty')", "make it a List of that",
				"Change the methods, their @TitoListener annotations");
	}

	@Test
	void partitionThatDoesNotExist(CapturedOutput output) {
		fails(App.class, "--tito.listener.listeners.ear.partitions=16");
		assertReport(output, "Ear.on (bean 'ear') names partition 16", "16 partitions, 0 to 15");
	}

	@Test
	void twoListenersOfAGroup(CapturedOutput output) {
		fails(Twice.class);
		assertReport(output, "Ear.on (bean 'ear')", "Ear.on (bean 'other')", "type 'word'", "group 'test'",
				"give it another group");
	}

	@Test
	void listenerWithoutAGroup(CapturedOutput output) {
		fails(App.class, "--spring.application.name=");
		assertReport(output, "Ear.on (bean 'ear'): It names no group", "spring.application.name");
	}

	private static void fails(Class<?> source, String... arguments) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("spring.application.name", "test", "spring.autoconfigure.exclude",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> application.run(arguments).close());
	}

	private static void assertReport(CapturedOutput output, String... parts) {
		String all = output.getAll();
		assertThat(all).contains("APPLICATION FAILED TO START").contains("Action:");
		assertThat(all.substring(all.indexOf("APPLICATION FAILED TO START"))).contains(parts)
			.doesNotContain("\tat io.tito", "\tat org.springframework");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		Ear ear() {
			return new Ear();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Twice extends App {

		@Bean
		Ear other() {
			return new Ear();
		}

	}

	@Configuration("faulty")
	@EnableAutoConfiguration
	static class Faulty {

		@TitoListener(type = "order", maxAttempts = "0", profile = "fast")
		void one(String order) {
		}

		@TitoListener(type = "order", group = "two", batch = true)
		void two(TitoClient order) {
		}

	}

	static class Ear {

		@TitoListener(id = "ear", type = "word")
		void on(String word) {
		}

	}

}
