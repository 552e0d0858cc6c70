package io.tito.benchmark.peer.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tito.benchmark.peer.Postgres;
import io.tito.benchmark.peer.Settings;
import io.tito.benchmark.peer.measure.Scale;

/**
 * What to measure: {@code --name=value}, each with a default.
 */
final class Options {

	private final Map<String, String> values = new LinkedHashMap<>(Map.of("peers",
			"jdbc-batch100,namastack,db-scheduler,modulith,tito,tito-process", "works", "W1,W2,W3,W4,W5", "workers",
			"8", "poll", "50", "results", "peers.jsonl", "markdown", "peers.md", "scale", "full", "jdbc-url",
			"jdbc:postgresql://127.0.0.1:5432/bench", "jdbc-user", "bench", "jdbc-password", "bench"));

	Options(String... arguments) {
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			if (parts.length < 2 || !parts[0].startsWith("--") || !this.values.containsKey(parts[0].substring(2))) {
				throw new IllegalArgumentException("Unknown option '%s'; there are --%s, each with =<value>"
					.formatted(argument, String.join(", --", this.values.keySet().stream().sorted().toList())));
			}
			this.values.put(parts[0].substring(2), parts[1]);
		}
	}

	private String value(String name) {
		return this.values.getOrDefault(name, "");
	}

	List<String> peers() {
		return List.of(value("peers").split(","));
	}

	List<String> works() {
		return List.of(value("works").split(","));
	}

	Settings settings() {
		return Settings.of(Integer.parseInt(value("workers")), Integer.parseInt(value("poll")), postgres());
	}

	Postgres postgres() {
		return new Postgres(value("jdbc-url"), value("jdbc-user"), value("jdbc-password"));
	}

	Scale scale() {
		return Scale.of(value("scale"));
	}

	Path results() {
		return Path.of(value("results"));
	}

	Path markdown() {
		return Path.of(value("markdown"));
	}

}
