package io.tito.client.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.client.connect.TitoConnector;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.Expectation;
import io.tito.embedded.storage.Lock;
import io.tito.key.Key;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Locks are kept alive although heartbeats meet faults and their region moves.
 */
class HeartbeatFaultTests {

	/** What a lock has before its first heartbeat, beside the age of the transaction. */
	private static final long INITIAL_TTL = 6000;

	private final EmbeddedTikv server = EmbeddedTikv.builder().stores(3).start();

	private TitoClient client;

	@BeforeEach
	void connect() {
		this.client = TitoConnector.connect(new ClientSettings(List.of(this.server.address()), Duration.ofSeconds(60),
				Duration.ofSeconds(10), ClientListener.NONE));
	}

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	@Test
	void survivesEveryFaultOfAHeartbeat() {
		List<Fault> faults = Fault.all()
			.stream()
			.filter((fault) -> !fault.kind().restart() && fault.kind() != Fault.Kind.FATAL)
			.toList();
		Map<Fault, Transaction> holding = new LinkedHashMap<>();
		List<Expectation> expected = new ArrayList<>();
		int number = 0;
		for (Fault fault : faults) {
			Scene scene = scene(number++);
			this.server.regions().split(Key.of(scene.prefix()).bytes());
			holding.put(fault, hold(scene));
			Step step = new Step("heartbeat", "KvTxnHeartBeat", "a", null, Step.BOTH);
			expected.add(this.server.faults()
				.onNext(step.rpc(), (request) -> step.matches(scene, request),
						fault.action().apply(scene, scene.key("a"))));
		}
		expected.forEach((expectation) -> expectation.awaitMet(Duration.ofNanos(Scene.PATIENCE_NANOS)));
		number = 0;
		for (Map.Entry<Fault, Transaction> one : holding.entrySet()) {
			Scene scene = scene(number++);
			Scene.await("a heartbeat after " + one.getKey(), () -> ttl(scene) > INITIAL_TTL);
			assertThat(one.getValue().commit()).as("%s", one.getKey()).isInstanceOf(CommitOutcome.Committed.class);
		}
	}

	@Test
	void findsItsRegionAgainWhileNothingElseIsSent() {
		for (Consumer<Scene> change : List.<Consumer<Scene>>of(
				(scene) -> this.server.regions().transferLeader(scene.key("a").bytes(), 3),
				(scene) -> this.server.regions().split(scene.key("a").bytes()))) {
			Scene scene = scene(100);
			Transaction transaction = hold(scene);
			change.accept(scene);
			Scene.await("a heartbeat", () -> ttl(scene) > INITIAL_TTL);
			assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
			Scene.await("its lock to go", scene::unlocked);
		}
	}

	private Scene scene(int number) {
		return new Scene(this.server, this.client, this.client, "beat%05d:".formatted(number), Layout.ONE_REGION);
	}

	private Transaction hold(Scene scene) {
		Transaction transaction = this.client.begin(TransactionOptions.defaults().asPessimistic());
		transaction.getForUpdate(scene.key("a"));
		transaction.put(scene.key("a"), Scene.NEW.getBytes());
		return transaction;
	}

	private static long ttl(Scene scene) {
		Lock lock = scene.dump(scene.key("a")).lock();
		return (lock != null) ? lock.ttl() : 0;
	}

}
