package io.tito.benchmark.peer.measure;

import java.util.function.ToDoubleBiFunction;

import io.tito.benchmark.peer.Peer;
import io.tito.benchmark.peer.Postgres;
import io.tito.benchmark.peer.Product;

/**
 * What a run costs, and whether anything else disturbed it.
 */
final class Probe {

	/**
	 * More processors than this for what is not part of the run, and it does not count.
	 */
	private static final double FOREIGN_LIMIT = 0.25;

	private static final double QUIET_LIMIT = 0.15;

	private static final long QUIET_MILLIS = 300;

	private static final int REST_TRIES = 100;

	private static final Postgres.Counters NONE = new Postgres.Counters(0, 0, 0);

	private final Product product;

	private final Peer peer;

	private final Postgres postgres;

	private Cpu cpu;

	private Postgres.Counters counters;

	private long nanos;

	Probe(Product product, Peer peer, Postgres postgres) {
		this.product = product;
		this.peer = peer;
		this.postgres = postgres;
		this.counters = counters();
		this.cpu = Cpu.now(product, peer);
		this.nanos = System.nanoTime();
	}

	private Postgres.Counters counters() {
		return this.product.sql() ? this.postgres.counters() : NONE;
	}

	/**
	 * Wait, within limits, until nothing else is busy.
	 */
	Probe awaitQuiet(int tries) throws InterruptedException {
		return await(tries, Cpu::foreignCores);
	}

	/**
	 * Wait, within limits, until the product has done what it had left to do: seeding
	 * leaves files to merge, as it leaves PostgreSQL a checkpoint.
	 */
	Probe awaitRest() throws InterruptedException {
		return await(REST_TRIES, (used, seconds) -> (used.jvm() + used.server()) / seconds);
	}

	private Probe await(int tries, ToDoubleBiFunction<Cpu, Double> cores) throws InterruptedException {
		for (int i = 0; i < tries; i++) {
			begin();
			Thread.sleep(QUIET_MILLIS);
			double seconds = (System.nanoTime() - this.nanos) / 1e9;
			if (cores.applyAsDouble(Cpu.now(this.product, this.peer).since(this.cpu), seconds) < QUIET_LIMIT) {
				break;
			}
		}
		return begin();
	}

	Probe begin() {
		this.counters = counters();
		this.cpu = Cpu.now(this.product, this.peer);
		this.nanos = System.nanoTime();
		return this;
	}

	void end(Row row, long events) {
		double seconds = (System.nanoTime() - this.nanos) / 1e9;
		Cpu used = Cpu.now(this.product, this.peer).since(this.cpu);
		double foreign = used.foreignCores(seconds);
		row.put("cpu_busy_cores", used.busy() / seconds)
			.put("cpu_jvm_cores", used.jvm() / seconds)
			.put("cpu_server_cores", used.server() / seconds)
			.put("cpu_foreign_cores", foreign)
			.put("clean", foreign <= FOREIGN_LIMIT);
		if (events > 0) {
			row.put("cpu_us_per_event", (used.jvm() + used.server()) * 1e6 / events);
		}
		if (events > 0 && this.product.sql()) {
			Postgres.Counters now = counters();
			row.put("db_tx_per_event", (now.commits() - this.counters.commits()) / (double) events)
				.put("wal_bytes_per_event", (now.walBytes() - this.counters.walBytes()) / (double) events)
				.put("wal_syncs_per_event", (now.walSyncs() - this.counters.walSyncs()) / (double) events);
		}
	}

}
