package io.tito.benchmark.peer.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

import io.tito.benchmark.CompilationTime;
import io.tito.benchmark.peer.Peer;
import io.tito.benchmark.peer.Product;
import io.tito.benchmark.peer.Settings;

/**
 * An open product, and where its results go.
 *
 * @param product the product
 * @param peer the open product
 * @param settings what it was told
 * @param ledger knows every event
 * @param scale how long to measure
 * @param results a file, which gets a line of JSON per run
 */
public record Session(Product product, Peer peer, Settings settings, Ledger ledger, Scale scale, Path results) {

	Row row(String work, int run) {
		return new Row().put("peer", this.product.id())
			.put("version", this.product.version())
			.put("work", work)
			.put("run", run)
			.put("workers", this.settings.workers())
			.put("poll_ms", this.settings.pollMillis());
	}

	/**
	 * How long the compilers of this JVM and of the product's own server have worked.
	 */
	Duration compiled() throws IOException {
		Duration total = CompilationTime.here();
		Optional<ProcessHandle> server = this.peer.server();
		return server.isPresent() ? total.plus(CompilationTime.of(server.get())) : total;
	}

	/**
	 * A probe that begins once the machine is quiet, or patience is at its end.
	 */
	Probe probe() throws InterruptedException {
		return new Probe(this.product, this.peer, this.settings.postgres()).awaitQuiet(this.scale.quietTries());
	}

	/**
	 * A probe that begins once the product has settled, too.
	 */
	Probe settledProbe() throws InterruptedException {
		return new Probe(this.product, this.peer, this.settings.postgres()).awaitRest()
			.awaitQuiet(this.scale.quietTries());
	}

	/**
	 * Note what became of events that were all committed.
	 */
	void account(Row row, long from, long to, long duplicatesBefore) {
		long unhandled = this.ledger.unhandled(from, to, (seq) -> true);
		long pending = this.peer.pending();
		row.put("undrained", pending)
			.put("lost", Math.max(0, unhandled - pending))
			.put("duplicates", this.ledger.duplicates() - duplicatesBefore);
	}

	/**
	 * Keep a result.
	 * @return 1 if the run counts, 0 if other processes disturbed it
	 */
	int add(Row row) throws IOException {
		String line = row.json();
		System.out.println(line);
		Files.writeString(this.results, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		return row.clean() ? 1 : 0;
	}

}
