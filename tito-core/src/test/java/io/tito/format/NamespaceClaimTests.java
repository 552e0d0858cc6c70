package io.tito.format;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.connect.TitoConnector;
import io.tito.embedded.EmbeddedTikv;
import io.tito.key.Namespace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NamespaceClaimTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static EmbeddedTikv server;

	private static TitoClient client;

	@BeforeAll
	static void connect() {
		server = EmbeddedTikv.builder().start();
		client = TitoConnector.connect(ClientSettings.of(server.address()));
	}

	@AfterAll
	static void close() {
		client.close();
		server.close();
	}

	@Test
	void ownerMayComeBack() {
		Namespace namespace = new Namespace("again");
		NamespaceClaim.claim(client, namespace, "shop", false, TIMEOUT);
		NamespaceClaim.claim(client, namespace, "shop", false, TIMEOUT);
		assertThat(stored(namespace)).isEqualTo(new NamespaceFormat(1, "shop"));
	}

	@Test
	void refusesTheNamespaceOfAnotherApplication() {
		Namespace namespace = new Namespace("foreign");
		NamespaceClaim.claim(client, namespace, "shop", false, TIMEOUT);
		assertThatExceptionOfType(ForeignNamespaceException.class)
			.isThrownBy(() -> NamespaceClaim.claim(client, namespace, "billing", false, TIMEOUT))
			.withMessageContaining("'foreign'")
			.withMessageContaining("'shop'")
			.withMessageContaining("'billing'");
	}

	@Test
	void sharedNamespaceKeepsItsOwner() {
		Namespace namespace = new Namespace("shared");
		NamespaceClaim.claim(client, namespace, "shop", false, TIMEOUT);
		NamespaceClaim.claim(client, namespace, "billing", true, TIMEOUT);
		assertThat(stored(namespace).application()).isEqualTo("shop");
	}

	@Test
	void refusesDataOfALaterFormat() {
		Namespace namespace = new Namespace("later");
		Transaction transaction = client.begin();
		transaction.put(namespace.key("meta", "format"), new NamespaceFormat(2, "shop").encode());
		transaction.commit();
		assertThatExceptionOfType(UnsupportedFormatException.class)
			.isThrownBy(() -> NamespaceClaim.claim(client, namespace, "shop", false, TIMEOUT))
			.withMessageContaining("format 2");
	}

	@Test
	void oneOfManyApplicationsThatComeAtOnceWins() throws Exception {
		Namespace namespace = new Namespace("race");
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Boolean>> claims = IntStream.range(0, 8)
				.<Callable<Boolean>>mapToObj((i) -> () -> claims(namespace, "app-" + i))
				.toList();
			int winners = 0;
			for (var result : executor.invokeAll(claims)) {
				winners += result.get() ? 1 : 0;
			}
			assertThat(winners).isEqualTo(1);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static boolean claims(Namespace namespace, String application) {
		try {
			NamespaceClaim.claim(client, namespace, application, false, TIMEOUT);
			return true;
		}
		catch (ForeignNamespaceException ex) {
			return false;
		}
	}

	private static NamespaceFormat stored(Namespace namespace) {
		return NamespaceFormat.decode(client.get(namespace.key("meta", "format")));
	}

}
