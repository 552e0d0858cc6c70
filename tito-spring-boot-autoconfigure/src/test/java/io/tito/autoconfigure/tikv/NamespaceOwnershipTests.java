package io.tito.autoconfigure.tikv;

import java.util.List;

import io.tito.embedded.EmbeddedTikv;
import io.tito.format.ForeignNamespaceException;
import io.tito.key.Namespace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class NamespaceOwnershipTests {

	private static EmbeddedTikv server;

	@BeforeAll
	static void startServer() {
		server = EmbeddedTikv.builder().start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private ApplicationContextRunner application(String name, String namespace) {
		TitoConnectionDetails details = () -> List.of(server.address());
		return new ApplicationContextRunner().withBean(TitoConnectionDetails.class, () -> details)
			.withConfiguration(AutoConfigurations.of(TitoClientAutoConfiguration.class))
			.withPropertyValues("spring.application.name=" + name, "tito.namespace=" + namespace);
	}

	@Test
	void sameApplicationComesBack() {
		application("shop", "same").run((context) -> assertThat(context).hasNotFailed());
		application("shop", "same")
			.run((context) -> assertThat(context.getBean(Namespace.class)).isEqualTo(new Namespace("same")));
	}

	@Test
	void anotherApplicationIsRefusedAndToldWhatToDo() {
		application("shop", "foreign").run((context) -> assertThat(context).hasNotFailed());
		application("billing", "foreign").run((context) -> {
			assertThat(context).getFailure().hasRootCauseInstanceOf(ForeignNamespaceException.class);
			FailureAnalysis analysis = new NamespaceFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'foreign'", "'shop'", "'billing'");
			assertThat(analysis.getAction()).contains("set tito.namespace to", "tito.namespace-shared=true");
		});
	}

	@Test
	void anotherApplicationMayShareTheNamespaceIfItSaysSo() {
		application("shop", "shared").run((context) -> assertThat(context).hasNotFailed());
		application("billing", "shared").withPropertyValues("tito.namespace-shared=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void nameThatCannotBePartOfAKeyIsRefused() {
		application("shop", "a:b").run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("tito.namespace")
			.hasStackTraceContaining("use 1 to 64 of A-Z a-z 0-9 . _ -"));
	}

}
