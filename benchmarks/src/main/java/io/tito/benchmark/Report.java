package io.tito.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Prints what was measured, and writes it as Markdown if it is told where.
 */
final class Report {

	private static final String TEXT_HEAD = "%-16s %-24s %3s %12s %10s %12s %10s%n";

	private static final String TEXT_LINE = "%-16s %-24s %3d %,12.0f %,10.0f %,12.0f %,10.0f%n";

	private static final String HEAD = """
			| server | what | threads | per second | us each | bytes each | us of a processor |
			|---|---|---:|---:|---:|---:|---:|""";

	private static final String LINE = "| %s | %s | %d | %,.0f | %,.0f | %,.0f | %,.0f |";

	private final PrintStream out;

	private final @Nullable Path file;

	private final List<String> markdown = new ArrayList<>();

	Report(PrintStream out, @Nullable Path file) {
		this.out = out;
		this.file = file;
	}

	void conditions(String text) {
		this.out.println(text);
		this.markdown.add("- " + text);
	}

	void results(Results results) throws IOException {
		this.out.printf("%n" + TEXT_HEAD, "server", "what", "thr", "per second", "us each", "bytes each", "cpu us");
		this.markdown.add("\n" + HEAD);
		results.forEach((line, sample) -> {
			Object[] cells = { line.setup(), line.workload(), line.threads(), sample.perSecond(), sample.micros(),
					sample.garbage(), sample.cpuMicros() };
			this.out.printf(Locale.ROOT, TEXT_LINE, cells);
			this.markdown.add(LINE.formatted(cells));
		});
		targets(results);
		if (this.file != null) {
			Files.write(this.file, this.markdown);
		}
	}

	private void targets(Results results) {
		this.out.println();
		this.markdown.add("\n| aim | measured | reached |\n|---|---:|---|");
		for (Target target : Target.all()) {
			target.measured().apply(results).ifPresent((value) -> {
				String reached = target.reached().test(value) ? "yes" : "no";
				this.out.printf(Locale.ROOT, "%-86s %,10.2f %s%n", target.text(), value, reached);
				this.markdown.add("| %s | %,.2f | %s |".formatted(target.text(), value, reached));
			});
		}
	}

}
