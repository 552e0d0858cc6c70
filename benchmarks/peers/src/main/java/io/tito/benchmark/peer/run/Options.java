package io.tito.benchmark.peer.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.tito.benchmark.Arguments;
import io.tito.benchmark.peer.Postgres;
import io.tito.benchmark.peer.Settings;
import io.tito.benchmark.peer.measure.Scale;

/**
 * What to measure: {@code --name=value}, each with a default.
 */
final class Options {

	private static final Map<String, String> DEFAULTS = Map.ofEntries(
			Map.entry("peers", "jdbc-batch100,namastack,db-scheduler,modulith,tito,tito-process"),
			Map.entry("works", "W1,W2,W3,W4,W5"), Map.entry("workers", "8"), Map.entry("poll", "50"),
			Map.entry("results", "peers.jsonl"), Map.entry("markdown", "peers.md"), Map.entry("scale", "full"),
			Map.entry("jdbc-url", "jdbc:postgresql://127.0.0.1:5432/bench"), Map.entry("jdbc-user", "bench"),
			Map.entry("jdbc-password", "bench"));

	private final Arguments arguments;

	Options(String... arguments) {
		this.arguments = Arguments.parse(DEFAULTS, arguments);
	}

	List<String> peers() {
		return this.arguments.list("peers");
	}

	List<String> works() {
		return this.arguments.list("works");
	}

	Settings settings() {
		return Settings.of(this.arguments.integer("workers"), this.arguments.integer("poll"), postgres());
	}

	Postgres postgres() {
		return new Postgres(this.arguments.text("jdbc-url"), this.arguments.text("jdbc-user"),
				this.arguments.text("jdbc-password"));
	}

	Scale scale() {
		return Scale.of(this.arguments.text("scale"));
	}

	Path results() {
		return Path.of(this.arguments.text("results"));
	}

	Path markdown() {
		return Path.of(this.arguments.text("markdown"));
	}

}
