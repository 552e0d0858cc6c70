package io.tito.listener.schedule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Timestamp;
import io.tito.key.Namespace;
import io.tito.listener.schedule.Points.Point;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One random schedule with real processes: workers publish and listen, and at random
 * moments or at chosen points one of them, or the server, meets a signal.
 */
final class ProcessSchedule {

	private static final int WORKERS = 3;

	private static final int TRANSACTIONS = 20;

	private static final Duration LONG = Duration.ofMinutes(5);

	private final Workers workers;

	private final TitoClient client;

	private final long seed;

	private final Random random;

	private final Signal signal;

	private final Namespace namespace;

	private final Path directory;

	private final List<WorkerProcess> running = new ArrayList<>();

	private int signals;

	private int deaths;

	private int lives;

	ProcessSchedule(Workers workers, TitoClient client, long seed, Signal signal) {
		this.workers = workers;
		this.client = client;
		this.seed = seed;
		this.random = new Random(seed);
		this.signal = signal;
		this.namespace = new Namespace("s" + Long.toUnsignedString(seed, 36) + System.nanoTime());
		this.directory = JavaProcess.LOGS.resolve("history-" + this.namespace.name());
	}

	/**
	 * What workers and the server meet.
	 */
	enum Signal {

		KILL, PAUSE

	}

	/**
	 * Run the schedule and check its history.
	 * @return what came of it
	 */
	Summary run() {
		try {
			Files.createDirectories(this.directory);
			boolean killer = this.signal == Signal.KILL && this.random.nextInt(8) == 0;
			for (int i = 0; i < WORKERS; i++) {
				this.running.add(begin("worker" + i, TRANSACTIONS, killer && i == 0));
			}
			for (int left = 1 + this.random.nextInt(3); left > 0; left--) {
				meetSignal();
				replaceDead(true);
			}
			return check();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.running.forEach(this.workers::giveBack);
		}
	}

	private WorkerProcess begin(String name, int transactions, boolean killer) {
		WorkerProcess worker = this.workers.take(this.random);
		String publisher = "p" + this.lives++;
		worker.begin(new Worker.Task(this.namespace.name(), name, publisher, this.random.nextLong(), transactions,
				killer, this.directory.resolve(publisher).toAbsolutePath().toString()));
		return worker;
	}

	private void meetSignal() {
		if (this.random.nextInt(8) == 0) {
			serverMeetsSignal();
			return;
		}
		WorkerProcess victim = this.running.get(this.random.nextInt(WORKERS));
		boolean atPoint = false;
		if (this.random.nextInt(3) > 0) {
			// the last one is that of the killer
			Point point = Point.values()[this.random.nextInt(Point.values().length - 1)];
			victim.arm(point, 1 + this.random.nextInt(8));
			atPoint = victim.awaitPoint(point, 1000);
		}
		else {
			victim.awaitPublished(this.random.nextInt(400));
		}
		this.signals += victim.isAlive() ? 1 : 0;
		if (this.signal == Signal.KILL) {
			victim.kill();
		}
		else {
			victim.pause(beyondSession());
		}
		// also where it came to the point after all
		victim.go();
	}

	private void serverMeetsSignal() {
		this.signals++;
		if (this.signal == Signal.KILL) {
			this.workers.server().restart();
		}
		else {
			this.workers.server().pause(beyondSession());
		}
	}

	private long beyondSession() {
		return Worker.CLUSTER.session().toMillis() + 200 + this.random.nextInt(1000);
	}

	/**
	 * Under the same name, or as somebody else while the session of the dead one lasts.
	 */
	private void replaceDead(boolean publishing) {
		for (int i = 0; i < WORKERS; i++) {
			WorkerProcess worker = this.running.get(i);
			if (!worker.isAlive()) {
				this.deaths += worker.hasDied() ? 1 : 0;
				worker.close();
				String name = this.random.nextBoolean() ? "worker" + i : "spare" + this.lives;
				this.running.set(i, begin(name, publishing ? 3 + this.random.nextInt(5) : 0, false));
			}
		}
	}

	private Summary check() {
		long end = System.nanoTime() + LONG.toNanos();
		while (!this.running.stream().allMatch((worker) -> worker.awaitPublished(100))) {
			replaceDead(true);
			assertThat(System.nanoTime()).as("seed %d: publishing takes too long", this.seed).isLessThan(end);
		}
		Node reader = new Node("reader", this.client, this.namespace, Worker.SETUP, History.inMemory(),
				(event, metadata) -> {
				});
		// what is scheduled is due by then, and what was left locked is decided
		Timestamp due = this.client.timestamp().plus(Duration.ofMillis(600));
		Aftermath before = Aftermath.read(this.client, this.namespace, reader.operations, Node.GROUPS);
		while (this.client.timestamp().isBefore(due) || !isDone(reader)) {
			replaceDead(false);
			assertThat(System.nanoTime()).as("seed %d: draining takes too long", this.seed).isLessThan(end);
		}
		Aftermath after = Aftermath.read(this.client, this.namespace, reader.operations, Node.GROUPS);
		List<Happening> history = History.read(this.directory);
		assertThat(after.committed()).as("seed %d", this.seed).isEqualTo(before.committed());
		assertThat(HistoryChecker.violations(history, after, Node.LEDGER, List.of(Node.MAIL)))
			.as("seed %d, history in %s", this.seed, this.directory)
			.isEmpty();
		return Summary.of(history, after).with(this.signals, this.deaths);
	}

	private boolean isDone(Node reader) {
		try {
			boolean done = Node.GROUPS.stream().allMatch(reader::isDone);
			this.running.get(0).awaitPoint(Point.KILLER, done ? 0 : 50);
			return done;
		}
		catch (TitoClientException ex) {
			return false;
		}
	}

}
