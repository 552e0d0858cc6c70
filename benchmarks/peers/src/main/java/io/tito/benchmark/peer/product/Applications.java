package io.tito.benchmark.peer.product;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

import io.tito.benchmark.peer.Settings;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts a Spring Boot application that has the auto-configuration of one product only,
 * although those of all are on the class path.
 */
final class Applications {

	/**
	 * Stands for products that have no auto-configuration.
	 */
	static final String NONE = "none";

	private static final List<String> PRODUCTS = List.of("io.tito", "org.springframework.modulith", "io.namastack",
			"com.github.kagkarlsson");

	private Applications() {
	}

	@EnableAutoConfiguration
	static class Base {

	}

	/**
	 * Start an application on the database.
	 * @param settings where the database is
	 * @param handler becomes a bean
	 * @param product start of the names of the product's packages
	 * @param configuration what the application has besides
	 * @param properties the product's configuration
	 * @return the application
	 */
	static ConfigurableApplicationContext onPostgres(Settings settings, LongConsumer handler, String product,
			Class<?> configuration, Map<String, ?> properties) {
		Map<String, Object> all = new LinkedHashMap<>(properties);
		all.put("spring.datasource.url", settings.postgres().url());
		all.put("spring.datasource.username", settings.postgres().user());
		all.put("spring.datasource.password", settings.postgres().password());
		all.put("spring.datasource.hikari.maximum-pool-size", settings.poolSize());
		all.put("spring.datasource.hikari.minimum-idle", settings.poolSize());
		all.put("spring.autoconfigure.exclude", excluded((name) -> isForeign(name, product)));
		return start(handler, configuration, all, Map.of());
	}

	/**
	 * Start an application without a database.
	 * @param handler becomes a bean
	 * @param product start of the names of the product's packages
	 * @param configuration what the application has besides
	 * @param properties the product's configuration
	 * @param beans further beans by their names
	 * @return the application
	 */
	static ConfigurableApplicationContext alone(LongConsumer handler, String product, Class<?> configuration,
			Map<String, ?> properties, Map<String, ?> beans) {
		Map<String, Object> all = new LinkedHashMap<>(properties);
		all.put("spring.autoconfigure.exclude",
				excluded((name) -> isForeign(name, product) || name.contains(".jdbc.")));
		return start(handler, configuration, all, beans);
	}

	private static ConfigurableApplicationContext start(LongConsumer handler, Class<?> configuration,
			Map<String, Object> properties, Map<String, ?> beans) {
		properties.put("spring.main.banner-mode", "off");
		properties.put("spring.main.log-startup-info", "false");
		properties.put("spring.main.register-shutdown-hook", "false");
		return new SpringApplicationBuilder(Base.class, configuration).web(WebApplicationType.NONE)
			.properties(properties)
			.initializers((context) -> {
				context.getBeanFactory().registerSingleton("benchHandler", handler);
				beans.forEach(context.getBeanFactory()::registerSingleton);
			})
			.run();
	}

	private static boolean isForeign(String name, String product) {
		return PRODUCTS.stream().anyMatch((prefix) -> name.startsWith(prefix) && !prefix.equals(product));
	}

	private static String excluded(Predicate<String> unwanted) {
		List<String> all = ImportCandidates.load(AutoConfiguration.class, Applications.class.getClassLoader())
			.getCandidates();
		return String.join(",", all.stream().filter(unwanted).toList());
	}

}
