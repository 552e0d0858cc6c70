package io.tito.benchmark.peer.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Turns results into tables of Markdown: medians, with the least and the greatest run.
 * Runs that others disturbed are left out, unless there is no other.
 */
public final class Tables {

	private static final List<String> WORKS = List.of("W1", "W2", "W3-saturated", "W3-rate", "W4", "W5");

	private Tables() {
	}

	/**
	 * Make the tables.
	 * @param results lines of JSON
	 * @return lines of Markdown
	 */
	public static List<String> of(List<String> results) {
		List<Measurement> all = results.stream().map(Measurement::parse).toList();
		List<String> lines = new ArrayList<>();
		for (String work : WORKS) {
			Map<String, List<Measurement>> rows = all.stream()
				.filter((measurement) -> measurement.text("work").equals(work))
				.collect(Collectors.groupingBy(Measurement::label, LinkedHashMap::new, Collectors.toList()));
			if (!rows.isEmpty()) {
				lines.addAll(table(work, rows));
			}
		}
		return lines;
	}

	private static List<String> table(String work, Map<String, List<Measurement>> rows) {
		List<Column> columns = Column.of(work);
		List<String> lines = new ArrayList<>(List.of("", "### " + work, ""));
		lines.add("| peer | setting | "
				+ columns.stream().map((column) -> column.title() + " | ").collect(Collectors.joining())
				+ "lost | twice | runs (foreign cores) |");
		lines.add("|---|---|" + "---:|".repeat(columns.size() + 2) + "---|");
		rows.forEach((label, runs) -> lines.add(row(label, runs, columns)));
		return lines;
	}

	private static String row(String label, List<Measurement> all, List<Column> columns) {
		List<Measurement> clean = all.stream().filter(Measurement::clean).toList();
		List<Measurement> used = clean.isEmpty()
				? all.stream().sorted(Comparator.comparingDouble(Measurement::foreign)).limit(1).toList() : clean;
		StringBuilder line = new StringBuilder("| " + label + " |");
		for (Column column : columns) {
			double[] values = used.stream()
				.map((run) -> run.number(column.field()))
				.filter(OptionalDouble::isPresent)
				.mapToDouble(OptionalDouble::orElseThrow)
				.sorted()
				.toArray();
			line.append(' ').append(cell(values, column.decimals())).append(" |");
		}
		double foreign = used.stream().mapToDouble(Measurement::foreign).max().orElse(0);
		String disturbed = clean.isEmpty() ? " DISTURBED of " + all.size() : "";
		return line
			.append(String.format(Locale.ROOT, " %.0f | %.0f | %d%s (%.2f) |", sum(all, "lost"), sum(all, "duplicates"),
					used.size(), disturbed, foreign))
			.toString();
	}

	private static String cell(double[] sorted, int decimals) {
		if (sorted.length == 0) {
			return "-";
		}
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		String format = "%." + decimals + "f";
		String text = String.format(Locale.ROOT, format, median);
		return (sorted.length == 1) ? text : text
				+ String.format(Locale.ROOT, " (" + format + "–" + format + ")", sorted[0], sorted[sorted.length - 1]);
	}

	private static double sum(List<Measurement> runs, String field) {
		return runs.stream().mapToDouble((run) -> run.number(field).orElse(0)).sum();
	}

}
