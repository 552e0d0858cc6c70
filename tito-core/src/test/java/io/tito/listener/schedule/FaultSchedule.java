package io.tito.listener.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.tito.annotation.StartPosition;
import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.client.connect.TitoConnector;
import io.tito.embedded.EmbeddedTikv;
import io.tito.key.Namespace;
import io.tito.listener.EventMetadata;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerSettings.Profile;
import io.tito.listener.retry.RetrySettings;
import io.tito.log.LogListener;
import io.tito.log.LogRetention;
import io.tito.log.Position;
import io.tito.log.Replay;
import io.tito.log.TypeSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One random schedule in this process: instances publish and listen over a disturbed
 * network while some of them die, commits are slow, time jumps, a group is sent back, and
 * retention works beside a group that nobody listens to.
 */
final class FaultSchedule implements AutoCloseable {

	private static final int NODES = 3;

	private static final int TRANSACTIONS = 25;

	private static final int LANES = 6;

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final Duration STOPPED = Duration.ofHours(8);

	private static final Node.Setup SETUP = new Node.Setup(
			new TypeSettings(4, Duration.ofMillis(30), Duration.ofSeconds(20)),
			ListenerSettings.of(Profile.BALANCED)
				.withBatch(10)
				.withConcurrency(3)
				.withRetry(RetrySettings.DEFAULTS.withMaxAttempts(1000)
					.withPauses(Duration.ofMillis(1), 1.5, Duration.ofMillis(20))),
			Worker.CLUSTER);

	private final EmbeddedTikv server;

	private final long seed;

	private final Random random;

	private final Namespace namespace;

	private final History history = History.inMemory();

	private final ExecutorService publishers = Executors.newCachedThreadPool();

	private final List<Future<?>> publishing = new ArrayList<>();

	private final List<Node> nodes = new ArrayList<>();

	private final Node operator;

	private int lives;

	FaultSchedule(EmbeddedTikv server, long seed) {
		this.server = server;
		this.seed = seed;
		this.random = new Random(seed);
		this.namespace = new Namespace("f" + Long.toUnsignedString(seed, 36));
		this.operator = node("operator");
		this.operator.log.groups().register(Node.TYPE, Node.ARCHIVE, StartPosition.EARLIEST);
	}

	Summary run() throws Exception {
		for (int i = 0; i < NODES; i++) {
			this.nodes.add(begin("node" + i));
		}
		Disturbance disturbance = new Disturbance(this.server, new Random(this.seed), this.namespace);
		disturbance.begin();
		boolean replays = this.random.nextBoolean();
		int deaths = 0;
		for (int step = 0; step < 12; step++) {
			awaitSome();
			deaths += step(replays);
		}
		for (Future<?> one : this.publishing) {
			one.get(LONG.toSeconds(), TimeUnit.SECONDS);
		}
		disturbance.end();
		assertThat(disturbance.sharedStarts()).as("seed %d: one transaction for a start", this.seed).isEmpty();
		Summary summary = check().with(disturbance.met(), deaths);
		assertThat(this.history.all()).as("seed %d: publishers were at work", this.seed).isNotEmpty();
		return summary;
	}

	private int step(boolean replays) {
		switch (this.random.nextInt(8)) {
			case 0, 1, 2 -> {
				replaceOne();
				return 1;
			}
			case 3 -> this.server.faults().advanceClock(STOPPED);
			case 4, 5 -> tryTo(() -> new LogRetention(this.operator.log, LogListener.NONE).run(Duration.ofHours(1),
					(transaction) -> {
					}));
			case 6 -> this.server.faults().advanceClock(Worker.CLUSTER.session());
			default -> {
				if (replays) {
					replay();
				}
			}
		}
		return 0;
	}

	private void replay() {
		String group = Node.GROUPS.get(this.random.nextInt(Node.GROUPS.size()));
		Duration back = Duration.ofMillis(this.random.nextInt(2000));
		this.history.replayed(group);
		tryTo(() -> this.operator.operations.replay(Replay.of(Node.TYPE, group)
			.onPartition(this.random.nextInt(SETUP.type().partitions()))
			.after(Position.floor(this.operator.client.timestamp().minus(back)))));
	}

	/**
	 * What an operator does may fail in between; it is allowed to.
	 */
	private static void tryTo(Runnable operation) {
		try {
			operation.run();
		}
		catch (TitoClientException ex) {
			// half of it is done
		}
	}

	private void replaceOne() {
		int victim = this.random.nextInt(NODES);
		Node killed = this.nodes.get(victim);
		killed.die();
		this.nodes.set(victim, begin(this.random.nextBoolean() ? "node" + victim : "spare" + this.lives));
	}

	private Node begin(String name) {
		Node started = null;
		while (started == null) {
			try {
				started = node(name).listen(Node.LEDGER, Node.MAIL).start();
			}
			catch (TitoClientException ex) {
				// disturbed while it started, as an application that is started again
			}
		}
		Publisher publisher = new Publisher(started, "p" + this.lives++, new Random(this.random.nextLong()), LANES,
				this.history, this::delay);
		this.publishing.add(this.publishers.submit(() -> {
			for (int i = 0; i < TRANSACTIONS; i++) {
				publisher.publish();
			}
		}));
		return started;
	}

	private Node node(String name) {
		Random failing = new Random(this.seed + name.hashCode());
		TitoClient client = TitoConnector.connect(new ClientSettings(List.of(this.server.address()),
				Duration.ofSeconds(30), Duration.ofSeconds(10), ClientListener.NONE));
		return new Node(name, client, this.namespace, SETUP, this.history,
				(event, metadata) -> fail(failing, metadata));
	}

	private static void fail(Random failing, EventMetadata metadata) {
		if (failing.nextInt(metadata.attempt() < 3 ? 12 : 100) == 0) {
			throw new IllegalStateException("at random");
		}
	}

	/**
	 * Some commits take longer than readers look back, by the oracle's time.
	 */
	private void delay(Transaction transaction) {
		long millis;
		synchronized (this.random) {
			millis = (this.random.nextInt(4) == 0) ? this.random.nextInt(120) : 0;
		}
		if (millis > 0) {
			transaction.onCommit((base, writes) -> this.server.faults().advanceClock(Duration.ofMillis(millis)));
		}
	}

	private void awaitSome() throws Exception {
		int index = this.random.nextInt(this.publishing.size());
		try {
			this.publishing.get(index).get(50 + this.random.nextInt(150), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			// still at it
		}
	}

	private Summary check() {
		long end = System.nanoTime() + LONG.toNanos();
		this.nodes.get(0).listen(Node.ARCHIVE);
		List<String> groups = List.of(Node.LEDGER, Node.MAIL, Node.ARCHIVE);
		Timestamp due = this.operator.client.timestamp().plus(Duration.ofSeconds(1));
		this.server.faults().advanceClock(Duration.ofSeconds(2));
		Aftermath before = Aftermath.read(this.operator.client, this.namespace, this.operator.operations, groups);
		while (this.operator.client.timestamp().isBefore(due) || !groups.stream().allMatch(this.operator::isDone)) {
			assertThat(System.nanoTime()).as("seed %d: draining takes too long", this.seed).isLessThan(end);
		}
		Aftermath after = Aftermath.read(this.operator.client, this.namespace, this.operator.operations, groups);
		assertThat(after.committed()).as("seed %d", this.seed).isEqualTo(before.committed());
		List<Happening> happened = this.history.all();
		assertThat(HistoryChecker.violations(happened, after, Node.LEDGER, List.of(Node.MAIL, Node.ARCHIVE)))
			.as("seed %d", this.seed)
			.isEmpty();
		return Summary.of(happened, after);
	}

	@Override
	public void close() {
		this.publishers.shutdownNow();
		this.nodes.forEach(Node::die);
		this.operator.die();
	}

}
