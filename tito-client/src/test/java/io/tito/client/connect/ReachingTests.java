package io.tito.client.connect;

import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.tito.client.ClientSettings;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Scan;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.tito.client.connect.Cluster.committed;
import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Other ways to a server than the address that PD knows.
 */
class ReachingTests {

	@RegisterExtension
	final Cluster cluster = new Cluster();

	@Test
	void callsAServerInThisJvmOnTheCallersThread() {
		TitoClient client = this.cluster.connect(
				this.cluster.settings().local(this.cluster.server().address(), this.cluster.server()::localChannel));
		AtomicReference<Thread> handler = new AtomicReference<>();
		this.cluster.faults().onEvery("KvGet", (request) -> {
			handler.set(Thread.currentThread());
			return false;
		}, FaultAction.dropBefore());
		Key key = this.cluster.key("a");
		for (Protocol protocol : new Protocol[] { Protocol.ONE_PHASE, Protocol.ASYNC_COMMIT, Protocol.TWO_PHASE }) {
			Transaction transaction = client.begin(TransactionOptions.defaults().fastest(protocol));
			assertThat(transaction.getForUpdate(this.cluster.key("lock"))).isNull();
			IntStream.range(0, 10).forEach((i) -> transaction.put(key.append(Integer.toString(i)), "1".getBytes()));
			committed(transaction);
		}
		assertThat(client.snapshot().scan(Scan.prefix(key))).hasSize(10);
		client.get(key);
		assertThat(handler.get()).isSameAs(Thread.currentThread());
	}

	@Test
	void refusesALocalServerThatIsNoChannel() {
		ClientSettings settings = this.cluster.settings().local(this.cluster.server().address(), () -> "a name");
		assertThatIllegalArgumentException().isThrownBy(() -> TitoConnector.connect(settings))
			.withMessageContaining(this.cluster.server().address())
			.withMessageContaining("java.lang.String")
			.withMessageContaining("localChannels()");
	}

	@Test
	void reachesServersThatPdKnowsUnderAnotherName() {
		try (EmbeddedTikv hidden = EmbeddedTikv.builder().advertise("tikv.invalid").start()) {
			String reachable = "127.0.0.1:" + hidden.port();
			TitoClient client = this.cluster.connect(ClientSettings.of(reachable).mapping(hidden.address(), reachable));
			this.cluster.write(client, this.cluster.key("a"), "1");
			assertThat(text(client.get(this.cluster.key("a")))).isEqualTo("1");
		}
	}

}
