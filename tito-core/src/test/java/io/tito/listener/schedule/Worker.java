package io.tito.listener.schedule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.connect.TitoConnector;
import io.tito.cluster.ClusterSettings;
import io.tito.key.Namespace;
import io.tito.listener.EventMetadata;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerSettings.Profile;
import io.tito.listener.retry.RetrySettings;
import io.tito.listener.schedule.Points.Point;
import io.tito.log.TypeSettings;
import org.jspecify.annotations.Nullable;

/**
 * A process that publishes and listens, made to be killed and stopped. It is told what to
 * do by lines at its standard input: {@code begin}, {@code arm}, {@code go}, {@code end};
 * and tells where it is by lines that begin with {@link #MARK}.
 */
final class Worker {

	static final String MARK = "## ";

	static final ClusterSettings CLUSTER = new ClusterSettings(Duration.ofMillis(1500), Duration.ofMillis(150));

	static final int MAX_ATTEMPTS = 4;

	static final Node.Setup SETUP = new Node.Setup(new TypeSettings(4, Duration.ofMillis(100), Duration.ofSeconds(20)),
			ListenerSettings.of(Profile.BALANCED)
				.withBatch(10)
				.withConcurrency(3)
				.withRetry(RetrySettings.DEFAULTS.withMaxAttempts(MAX_ATTEMPTS)
					.withPauses(Duration.ofMillis(1), 1.5, Duration.ofMillis(20))),
			CLUSTER);

	private static final int LANES = 8;

	private final TitoClient client;

	private final Points points = new Points((point) -> say("AT " + point));

	private @Nullable Node node;

	private @Nullable History history;

	private @Nullable Thread publishing;

	private Worker(TitoClient client) {
		this.client = PointClient.of(client, this.points);
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		try (TitoClient client = TitoConnector.connect(new ClientSettings(List.of(arguments[0]), Duration.ofSeconds(20),
				Duration.ofSeconds(5), ClientListener.NONE))) {
			say("READY");
			new Worker(client).run();
		}
	}

	private void run() throws IOException, InterruptedException {
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			String[] words = line.split(" ");
			switch (words[0]) {
				case "begin" -> begin(Task.parse(words));
				case "arm" -> this.points.arm(Point.valueOf(words[1]), Integer.parseInt(words[2]));
				case "go" -> this.points.go();
				case "end" -> end();
				default -> throw new IllegalArgumentException("Told to do what it does not know: " + line);
			}
		}
	}

	/**
	 * What to do.
	 *
	 * @param namespace where
	 * @param name as which instance
	 * @param publisher as which publisher
	 * @param seed the seed of all that is random
	 * @param transactions how many to publish
	 * @param killer whether to publish an event that no handler survives
	 * @param history the file of the history
	 */
	record Task(String namespace, String name, String publisher, long seed, int transactions, boolean killer,
			String history) {

		String toLine() {
			return "begin %s %s %s %d %d %s %s".formatted(this.namespace, this.name, this.publisher, this.seed,
					this.transactions, this.killer, this.history);
		}

		static Task parse(String[] words) {
			return new Task(words[1], words[2], words[3], Long.parseLong(words[4]), Integer.parseInt(words[5]),
					Boolean.parseBoolean(words[6]), words[7]);
		}

	}

	private void begin(Task task) {
		Random random = new Random(task.seed());
		History written = History.in(Path.of(task.history()));
		Node started = new Node(task.name(), this.client, new Namespace(task.namespace()), SETUP, written,
				(event, metadata) -> handle(event, metadata, random))
			.listen(Node.LEDGER, Node.MAIL)
			.start();
		Publisher publisher = new Publisher(started, task.publisher(), random, LANES, written, (transaction) -> {
		});
		this.node = started;
		this.history = written;
		this.publishing = new Thread(() -> publish(publisher, task), "publisher");
		this.publishing.start();
		say("BEGUN");
	}

	private static void publish(Publisher publisher, Task task) {
		for (int i = 0; i < task.transactions(); i++) {
			publisher.publish();
			if (task.killer() && i == task.transactions() / 3) {
				publisher.publishKiller();
			}
		}
		say("PUBLISHED");
	}

	private void handle(String event, EventMetadata metadata, Random random) {
		if (Names.isKiller(event) && metadata.group().equals(Names.killedBy(event))) {
			this.points.reach(Point.KILLER);
		}
		this.points.reach(Point.IN_HANDLER);
		if (metadata.attempt() == 1 && random.nextInt(15) == 0) {
			throw new IllegalStateException("at random");
		}
	}

	private void end() throws InterruptedException {
		Thread publisher = this.publishing;
		Node running = this.node;
		if (publisher != null && running != null && this.history != null) {
			publisher.join();
			running.close();
			this.history.close();
		}
		say("ENDED");
	}

	private static void say(String text) {
		System.out.println(MARK + text);
		System.out.flush();
	}

}
