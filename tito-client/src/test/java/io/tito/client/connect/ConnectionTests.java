package io.tito.client.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.tito.client.ClientClosedException;
import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.ClusterInfo;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.tito.client.connect.Cluster.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Connecting, to the right and to the wrong place, and closing.
 */
class ConnectionTests {

	private static final Duration SHORT = Duration.ofSeconds(4);

	@RegisterExtension
	final Cluster cluster = new Cluster();

	@Test
	@Timeout(10)
	void failsAtOnceWhereNobodyListens() throws IOException {
		String address;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			address = "127.0.0.1:" + free.getLocalPort();
		}
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> TitoConnector.connect(settings(address)))
			.withMessageContaining(address)
			.withMessageContaining("refused")
			// it does not wait for what was refused
			.withMessageNotContaining("within");
	}

	@Test
	@Timeout(10)
	void failsInTimeWhereNobodyAnswers() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			String address = "127.0.0.1:" + silent.getLocalPort();
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> TitoConnector.connect(settings(address, "nonsense")))
				.withMessageContaining("'" + address + "' did not answer within " + SHORT.toMillis() + " ms")
				.withMessageContaining("'nonsense' is not of the form host:port");
		}
	}

	@Test
	@Timeout(20)
	void needsOneAddressThatAnswers() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			TitoClient client = this.cluster.connect(
					new ClientSettings(List.of("127.0.0.1:" + silent.getLocalPort(), this.cluster.server().address()),
							PATIENCE, PATIENCE, ClientListener.NONE));
			assertThat(client.timestamp().value()).isPositive();
		}
	}

	@Test
	void knowsTheCluster() {
		ClusterInfo info = this.cluster.connect().cluster();
		assertThat(info.id()).isEqualTo(this.cluster.server().clusterId());
		assertThat(info.stores()).extracting(ClusterInfo.Store::address)
			.containsExactly(this.cluster.server().address());
	}

	@Test
	@Timeout(30)
	void saysSoonThatTheClusterIsGone() {
		TitoClient client = this.cluster.connect(Duration.ofSeconds(1));
		FaultAction.Hold clock = FaultAction.holdBefore();
		FaultAction.Hold stores = FaultAction.holdBefore();
		this.cluster.faults().onEvery("Tso", (request) -> true, clock);
		this.cluster.faults().onEvery("GetAllStores", (request) -> true, stores);
		long started = System.nanoTime();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> client.timestamp(Duration.ofMillis(500)));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(client::cluster);
		assertThat(Duration.ofNanos(System.nanoTime() - started)).as("less than the time for retries, four seconds")
			.isLessThan(Duration.ofSeconds(4));
		clock.release();
		stores.release();
	}

	@Test
	void refusesToWorkAfterClose() {
		TitoClient client = this.cluster.connect();
		Transaction transaction = client.begin();
		Key key = this.cluster.key("a");
		client.close();
		client.close();
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(client::timestamp);
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(() -> client.get(key));
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(client::begin);
		assertThatExceptionOfType(ClientClosedException.class).isThrownBy(transaction::commit);
	}

	@Test
	void finishesCommitsBeforeItCloses() {
		TitoClient client = this.cluster.connect();
		byte[] value = new byte[2000];
		value[0] = 1;
		Transaction transaction = client.begin();
		for (int i = 0; i < 600; i++) {
			transaction.put(this.cluster.key("row%05d".formatted(i)), value);
		}
		Cluster.committed(transaction);
		client.close();
		assertThat(this.cluster.faults().dumpMvcc(this.cluster.key("row00599").bytes()).lock()).isNull();
	}

	@Test
	void wakesThoseWhoWaitWhenItCloses() throws Exception {
		TitoClient client = this.cluster.connect(Duration.ofMinutes(5));
		FaultAction.Hold hold = FaultAction.holdBefore();
		this.cluster.faults().onNext("KvGet", hold);
		CompletableFuture<byte[]> read = Cluster.supply(() -> client.get(this.cluster.key("a")));
		hold.awaitArrival(PATIENCE);
		client.close();
		assertThat(read).failsWithin(PATIENCE)
			.withThrowableThat()
			.havingRootCause()
			.isInstanceOf(ClientClosedException.class);
		hold.release();
	}

	private static ClientSettings settings(String... addresses) {
		return new ClientSettings(List.of(addresses), SHORT, SHORT, ClientListener.NONE);
	}

}
