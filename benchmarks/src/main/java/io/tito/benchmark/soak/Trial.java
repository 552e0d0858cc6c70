package io.tito.benchmark.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.tito.client.ClientSettings;
import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.connect.TitoConnector;

/**
 * One cluster under load and trouble, with two clients.
 */
final class Trial implements AutoCloseable {

	private static final long AUDIT_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long COLLECTION_PAUSE = TimeUnit.SECONDS.toNanos(20);

	private static final int LAST_TRIES = 10;

	private final Arena arena;

	private final Tally tally;

	private final List<TitoClient> clients;

	private final List<Loop> loops = new ArrayList<>();

	private final Auditor auditor;

	private final Collection collection;

	private Trial(Arena arena, Tally tally, SoakOptions options) {
		this.arena = arena;
		this.tally = tally;
		ClientSettings settings = ClientSettings.of(arena.address());
		this.clients = List.of(TitoConnector.connect(settings), TitoConnector.connect(settings));
		fill();
		Ledger ledger = new Ledger();
		this.auditor = new Auditor(this.clients.get(0), ledger, tally, new Random(options.seed()));
		this.collection = new Collection(arena.address(), this.clients.get(1), tally);
		begin(ledger, options);
	}

	static Trial start(Arena arena, Tally tally, SoakOptions options) {
		return new Trial(arena, tally, options);
	}

	private void fill() {
		CommitOutcome outcome;
		do {
			Transaction transaction = this.clients.get(0).begin();
			Layout.accounts().forEach((account) -> transaction.put(account, Layout.number(Layout.START)));
			outcome = transaction.commit();
		}
		while (!(outcome instanceof CommitOutcome.Committed));
	}

	private void begin(Ledger ledger, SoakOptions options) {
		// two clusters share the rate
		long pause = TimeUnit.SECONDS.toNanos(2) * options.threads() / options.rate();
		for (int i = 0; i < options.threads(); i++) {
			Writer writer = new Writer(this.clients.get(i % 2), ledger, this.tally, new Random(options.seed() + i));
			start("writer-" + i, writer::runOnce, pause);
		}
		start("auditor", this.auditor::runOnce, AUDIT_PAUSE);
		start("collection", this.collection::runOnce, COLLECTION_PAUSE);
		Random random = new Random(options.seed());
		this.loops.add(0, Loop.start("soak-" + this.arena.name() + "-trouble", () -> this.arena.disturb(random),
				() -> this.arena.pauseNanos(random), this.tally));
	}

	private void start(String name, Loop.Step step, long pause) {
		this.loops.add(Loop.start("soak-" + this.arena.name() + "-" + name, step, () -> pause, this.tally));
	}

	/**
	 * End the load, and look once more when all is quiet.
	 */
	void finish() throws InterruptedException {
		for (Loop loop : this.loops) {
			loop.stop(this.tally);
		}
		this.arena.calm();
		boolean looked = false;
		for (int i = 0; i < LAST_TRIES && !looked; i++) {
			looked = this.collection.finish();
		}
		if (!looked) {
			this.tally.violated("The cluster '" + this.arena.name() + "' did not recover");
		}
		this.auditor.runOnce();
	}

	Tally tally() {
		return this.tally;
	}

	String name() {
		return this.arena.name();
	}

	@Override
	public void close() {
		this.clients.forEach(TitoClient::close);
		this.arena.close();
	}

}
