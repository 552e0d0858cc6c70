package io.tito.client.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.connect.TitoConnector;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.Expectation;
import io.tito.embedded.fault.FaultAction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs cells one after the other on one cluster, and remembers how they ended. What goes
 * wrong in a cell is remembered, too, so that the table shows all of it.
 */
final class Matrix implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** No cell may take longer, with all its pauses and repetitions. */
	private static final Duration BOUND = Duration.ofSeconds(20);

	private final long began = System.nanoTime();

	private final EmbeddedTikv server = EmbeddedTikv.builder().stores(3).start();

	private final TitoClient client = connect();

	private final TitoClient observer = connect();

	private final Map<String, Map<String, String>> cells = new LinkedHashMap<>();

	private final Map<String, Integer> endings = new TreeMap<>();

	private final List<String> failures = new ArrayList<>();

	private int number;

	private TitoClient connect() {
		return TitoConnector.connect(new ClientSettings(List.of(this.server.address()), Duration.ofSeconds(60),
				PATIENCE, ClientListener.NONE));
	}

	/**
	 * Run one step under one fault.
	 */
	void run(Step step, Fault fault, Layout layout) {
		Scene scene = new Scene(this.server, this.client, this.observer, "cell%05d:".formatted(this.number++), layout);
		String row = "%-26s%-24s %-9s".formatted(step.scenario(), step.name(),
				(layout == Layout.ONE_REGION) ? "1 region" : "3 regions");
		String text;
		try {
			text = run(step, fault, scene).toString();
		}
		catch (RuntimeException | AssertionError ex) {
			text = "WRONG";
			this.failures.add(row + " " + fault + ": " + ex);
			System.out.println("WRONG " + row + " " + fault + ": " + ex);
			recover();
		}
		this.endings.merge(text, 1, Integer::sum);
		this.cells.computeIfAbsent(row, (absent) -> new LinkedHashMap<>()).put(fault.name(), text);
	}

	private Ending run(Step step, Fault fault, Scene scene) {
		long from = System.nanoTime();
		scene.prepare();
		step.scenario().prepare(scene);
		FaultAction action = fault.action().apply(scene, step.key(scene));
		Expectation expectation = this.server.faults()
			.onNext(step.rpc(), (request) -> step.matches(scene, request), action);
		CompletableFuture<Void> restarted = restart(fault, action);
		Ending ending = step.scenario().run(scene);
		expectation.awaitMet(PATIENCE);
		restarted.join();
		assertThat(step.scenario().allowed(step, fault)).contains(ending);
		if (step.scenario().cleansUp(fault)) {
			Scene.await("the client to remove its locks", scene::unlocked);
		}
		step.scenario().verify(scene, ending);
		settle(scene);
		if (action instanceof FaultAction.Hold hold) {
			// it comes too late
			hold.release();
			step.scenario().verify(scene, ending);
		}
		this.server.faults().clear();
		assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(BOUND);
		return ending;
	}

	private CompletableFuture<Void> restart(Fault fault, FaultAction action) {
		if (!fault.kind().restart()) {
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<Void> done = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				((FaultAction.Hold) action).awaitArrival(PATIENCE);
				this.server.restart();
				done.complete(null);
			}
			catch (RuntimeException ex) {
				done.completeExceptionally(ex);
			}
		}, "restart");
		thread.setDaemon(true);
		thread.start();
		return done;
	}

	/**
	 * Whatever is still locked goes once a writer needs the key.
	 */
	private void settle(Scene scene) {
		if (scene.unlocked()) {
			return;
		}
		this.server.faults().advanceClock(Duration.ofSeconds(30));
		this.observer.timestamp();
		Transaction transaction = this.observer.begin();
		scene.keys(Scene.LETTERS).forEach(transaction::lock);
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
		Scene.await("a writer to remove locks", scene::unlocked);
	}

	/**
	 * A fault that missed its request must not hit the next cell.
	 */
	private void recover() {
		this.server.faults().clear();
		this.server.regions()
			.all()
			.forEach((region) -> this.server.regions().transferLeader(region.range().start().toByteArray(), 1));
	}

	List<String> failures() {
		return this.failures;
	}

	String table(List<Fault> columns) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < columns.size(); i++) {
			text.append("%2d %s%n".formatted(i + 1, columns.get(i).name()));
		}
		text.append(
				"%nC committed, R read, A aborted, x refused, B rolled back on purpose, . no such cell, !! wrong%n%n"
					.formatted());
		text.append("%-60s".formatted(""));
		for (int i = 0; i < columns.size(); i++) {
			text.append("%3d".formatted(i + 1));
		}
		text.append('\n');
		this.cells.forEach((row, endings) -> {
			text.append("%-60s".formatted(row));
			columns.forEach((fault) -> text.append("%3s".formatted(letter(endings.get(fault.name())))));
			text.append('\n');
		});
		return text
			.append("%n%d cells in %d s: %s%n".formatted(this.number,
					Duration.ofNanos(System.nanoTime() - this.began).toSeconds(), this.endings))
			.toString();
	}

	private static String letter(String ending) {
		if (ending == null) {
			return ".";
		}
		return switch (ending) {
			case "committed" -> "C";
			case "read" -> "R";
			case "aborted" -> "A";
			case "refused" -> "x";
			case "rolled back" -> "B";
			default -> "!!";
		};
	}

	@Override
	public void close() {
		this.client.close();
		this.observer.close();
		this.server.close();
	}

}
