package io.tito.autoconfigure.outbox;

import io.tito.log.TypeSettings;
import io.tito.retention.RetentionSettings;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class TitoOutboxPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Properties.class);

	@Test
	void typesHaveTheLibrarysDefaults() {
		this.runner.run((context) -> assertThat(context.getBean(TitoOutboxProperties.class).initial("order"))
			.isEqualTo(TypeSettings.DEFAULTS));
	}

	@Test
	void oneTypeMayDifferFromTheDefault() {
		this.runner
			.withPropertyValues("tito.outbox.default-partitions=4", "tito.outbox.types.order.partitions=32",
					"tito.outbox.types.[order.placed].partitions=8")
			.run((context) -> {
				TitoOutboxProperties properties = context.getBean(TitoOutboxProperties.class);
				assertThat(properties.initial("order").partitions()).isEqualTo(32);
				assertThat(properties.initial("order.placed").partitions()).isEqualTo(8);
				assertThat(properties.initial("other").partitions()).isEqualTo(4);
			});
	}

	@Test
	void onlyNamedTypesArePreSplit() {
		this.runner.withPropertyValues("tito.outbox.types.order.pre-split=true", "tito.outbox.types.other.partitions=8")
			.run((context) -> {
				TitoOutboxProperties properties = context.getBean(TitoOutboxProperties.class);
				assertThat(properties.preSplit("order")).isTrue();
				assertThat(properties.initial("order").partitions()).isEqualTo(16);
				assertThat(properties.preSplit("other")).isFalse();
				assertThat(properties.preSplit("third")).isFalse();
			});
	}

	@Test
	void countOutOfRangeIsRefusedByTheNameOfItsProperty() {
		this.runner.withPropertyValues("tito.outbox.types.order.partitions=0")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("tito.outbox.types.order.partitions is 1 to 9999, not 0"));
	}

	@Test
	void eventsAreKeptForThreeDays() {
		this.runner.run((context) -> assertThat(context.getBean(TitoOutboxProperties.class).retentionSettings())
			.isEqualTo(RetentionSettings.DEFAULTS));
	}

	@Test
	void retentionThatIsTooShortIsRefusedByTheNameOfItsProperty() {
		this.runner.withPropertyValues("tito.outbox.retention=59s")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("tito.outbox.retention is at least 60s, not PT59S"));
		this.runner.withPropertyValues("tito.outbox.retention-interval=0s")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("tito.outbox.retention-interval is at least 1s, not PT0S"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(TitoOutboxProperties.class)
	static class Properties {

	}

}
