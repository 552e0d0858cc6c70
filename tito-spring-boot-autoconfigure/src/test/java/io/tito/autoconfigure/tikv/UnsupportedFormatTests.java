package io.tito.autoconfigure.tikv;

import java.util.List;

import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.connect.TitoConnector;
import io.tito.embedded.EmbeddedTikv;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class UnsupportedFormatTests {

	@Test
	void dataOfALaterVersionIsLeftAloneAndExplained() {
		try (EmbeddedTikv server = EmbeddedTikv.builder().start();
				TitoClient client = TitoConnector.connect(ClientSettings.of(server.address()))) {
			ApplicationContextRunner application = application(server);
			application.run((context) -> assertThat(context).hasNotFailed());
			Key key = new Namespace("tito").key("meta", "format");
			byte[] later = writeLater(client, key);
			application.run((context) -> {
				FailureAnalysis analysis = new UnsupportedFormatFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("'tito'", "Nothing was read or written");
				assertThat(analysis.getAction()).contains("the version of Tito that wrote", "tito.namespace");
			});
			assertThat(client.get(key)).isEqualTo(later);
		}
	}

	private static ApplicationContextRunner application(EmbeddedTikv server) {
		TitoConnectionDetails details = () -> List.of(server.address());
		return new ApplicationContextRunner().withBean(TitoConnectionDetails.class, () -> details)
			.withConfiguration(AutoConfigurations.of(TitoClientAutoConfiguration.class))
			.withPropertyValues("spring.application.name=shop");
	}

	private static byte[] writeLater(TitoClient client, Key key) {
		Transaction transaction = client.begin();
		byte[] later = transaction.get(key).clone();
		later[0]++;
		transaction.put(key, later);
		transaction.commit();
		return later;
	}

}
