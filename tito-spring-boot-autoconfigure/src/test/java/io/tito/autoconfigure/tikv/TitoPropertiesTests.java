package io.tito.autoconfigure.tikv;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class TitoPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Properties.class);

	@Test
	void haveDefaults() {
		this.runner.run((context) -> {
			assertThat(context.getBean(TitoProperties.class)).isEqualTo(new TitoProperties("tito", false));
			TitoTikvProperties tikv = context.getBean(TitoTikvProperties.class);
			assertThat(tikv.pdAddresses()).isEmpty();
			assertThat(tikv.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
			assertThat(tikv.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
			assertThat(context.getBean(TitoEmbeddedProperties.class))
				.isEqualTo(new TitoEmbeddedProperties(true, "127.0.0.1", 0, null, true));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "pd-1:2379", "10.0.0.1:2379", "[::1]:2379", "pd.example.org:65535" })
	void takesAddresses(String address) {
		this.runner.withPropertyValues("tito.tikv.pd-addresses=" + address)
			.run((context) -> assertThat(context.getBean(TitoTikvProperties.class).pdAddresses())
				.containsExactly(address));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "tito.tikv.pd-addresses=pd-1 | host:port",
			"tito.tikv.pd-addresses=http://pd-1:2379 | host:port", "tito.tikv.pd-addresses=pd-1:99999 | host:port",
			"tito.tikv.connect-timeout=0s | tito.tikv.connect-timeout is a time longer than 0",
			"tito.tikv.request-timeout=-1s | tito.tikv.request-timeout is a time longer than 0",
			"tito.embedded.port=70000 | tito.embedded.port is 0 to 65535", "tito.namespace=a b | tito.namespace" })
	void refusesWhatCannotBe(String property, String message) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(message));
	}

	@ParameterizedTest
	@CsvSource({ "tito.tikv.host-mapping.tikv-0:20160, localhost:1", "tito.tikv.host-mapping[tikv-0:20160], localhost",
			"tito.tikv.host-mapping[tikv-0], localhost:1" })
	void refusesMappingsThatAreNotOfAddresses(String name, String value) {
		this.runner.withInitializer(TestPropertyValues.of(Map.of(name, value))::applyTo)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("with the first in brackets"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ TitoProperties.class, TitoTikvProperties.class, TitoEmbeddedProperties.class })
	static class Properties {

	}

}
