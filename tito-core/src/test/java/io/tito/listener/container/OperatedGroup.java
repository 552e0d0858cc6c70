package io.tito.listener.container;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.tito.annotation.OnDeadLetter;
import io.tito.listener.EventMetadata;
import io.tito.listener.RejectEventException;
import io.tito.log.DeadLetterOperations;
import io.tito.log.EventLogOperations;
import io.tito.log.PartitionInfo;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;

/**
 * The group 'audit' at work on one instance, where its handler rejects what the test
 * says, and the operations of those who look after it.
 */
final class OperatedGroup implements AutoCloseable {

	final Set<String> rejected = ConcurrentHashMap.newKeySet();

	final List<String> handled = new CopyOnWriteArrayList<>();

	/** What happens before an event is rejected or handled. */
	Consumer<String> before = (event) -> {
	};

	final TestInstance one;

	final EventLogOperations operations;

	final DeadLetterOperations deadLetters;

	OperatedGroup(TestCluster cluster) {
		this(new TestInstance(cluster, "one", 2));
	}

	private OperatedGroup(TestInstance one) {
		this.one = one.listen("audit", false, this::handle).start();
		this.operations = one.operations;
		this.deadLetters = new DeadLetterOperations(one.log);
	}

	/**
	 * A group whose lanes wait behind a dead letter.
	 */
	static OperatedGroup holding(TestCluster cluster) {
		ListenerSettings settings = ListenerSettings.of(ListenerSettings.Profile.LOW_LATENCY)
			.withRetry(TestInstance.QUICK.withOnDeadLetter(OnDeadLetter.HOLD));
		return new OperatedGroup(new TestInstance(cluster, "one", TypeSettings.DEFAULTS.withPartitions(2), settings));
	}

	private void handle(EventMetadata event, String type, byte[] payload) {
		String text = new String(payload);
		this.before.accept(text);
		if (this.rejected.contains(text)) {
			throw new RejectEventException("not " + text);
		}
		this.handled.add(text);
	}

	void publish(String key, String... payloads) {
		for (String payload : payloads) {
			this.one.publish(key, payload);
		}
	}

	void drain() {
		this.one.drain("audit");
	}

	long epochs() {
		return this.operations.partitions("order", "audit").stream().mapToLong(PartitionInfo::epoch).sum();
	}

	@Override
	public void close() {
		this.one.close();
	}

}
