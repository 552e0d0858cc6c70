package io.tito.autoconfigure.logging;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class TikvLoggingListenerTests {

	private static final String[] LOGGERS = { "org.tikv", "org.tikv.common.TiConfiguration",
			"org.tikv.common.operation.KVErrorHandler", "org.tikv.txn.TwoPhaseCommitter" };

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	@BeforeEach
	@AfterEach
	void forget() {
		for (String logger : LOGGERS) {
			this.logging.setLogLevel(logger, null);
		}
	}

	@Test
	void quietensTheBundledClient() {
		start();
		assertThat(configured("org.tikv")).isEqualTo(LogLevel.WARN);
		assertThat(configured("org.tikv.common.operation.KVErrorHandler")).isEqualTo(LogLevel.ERROR);
	}

	@Test
	void leavesLevelsAloneThatTheApplicationSets() {
		start("--logging.level.org.tikv=debug");
		assertThat(configured("org.tikv")).isEqualTo(LogLevel.DEBUG);
		assertThat(configured("org.tikv.common.operation.KVErrorHandler")).isNull();
	}

	@Test
	void leavesOneLoggerAloneThatTheApplicationSets() {
		start("--logging.level.org.tikv.txn.TwoPhaseCommitter=trace");
		assertThat(configured("org.tikv")).isEqualTo(LogLevel.WARN);
		assertThat(configured("org.tikv.txn.TwoPhaseCommitter")).isEqualTo(LogLevel.TRACE);
	}

	private LogLevel configured(String logger) {
		LoggerConfiguration configuration = this.logging.getLoggerConfiguration(logger);
		return (configuration != null) ? configuration.getConfiguredLevel() : null;
	}

	private void start(String... arguments) {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			assertThat(context.isActive()).isTrue();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
