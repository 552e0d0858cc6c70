package io.tito.benchmark.peer.product;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.benchmark.peer.Postgres;
import io.tito.benchmark.peer.Settings;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class ApplicationsTests {

	/** Nobody listens there: a pool connects when it is first used. */
	private static final Settings SETTINGS = Settings.of(8, 50,
			new Postgres("jdbc:postgresql://127.0.0.1:1/none", "none", "none"));

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	@Test
	void productInPostgresHasNoTitoBesideIt() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (ConfigurableApplicationContext context = Applications.onPostgres(SETTINGS, (sequence) -> {
		}, Applications.NONE, Nothing.class, Map.of())) {
			assertThat(beansOf(context, "io.tito")).isEmpty();
			assertThat(beansOf(context, "org.springframework.modulith")).isEmpty();
			assertThat(beansOf(context, "com.zaxxer.hikari")).isNotEmpty();
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.noneMatch((thread) -> thread.getName().startsWith("tito-"));
		}
	}

	@Test
	void titoHasNoOtherProductBesideIt() {
		try (ConfigurableApplicationContext context = Applications.alone((sequence) -> {
		}, "io.tito", Nothing.class, Map.of("tito.listener.auto-startup", "false"), Map.of())) {
			assertThat(beansOf(context, "io.tito")).isNotEmpty();
			assertThat(beansOf(context, "io.namastack")).isEmpty();
			assertThat(beansOf(context, "org.springframework.modulith")).isEmpty();
			assertThat(beansOf(context, "com.zaxxer.hikari")).isEmpty();
		}
	}

	private static List<String> beansOf(ConfigurableApplicationContext context, String product) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.map((name) -> context.getType(name))
			.filter((type) -> type != null && type.getName().startsWith(product)
					&& !type.getName().startsWith("io.tito.benchmark"))
			.map(Class::getName)
			.toList();
	}

}
