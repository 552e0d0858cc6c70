package io.tito.benchmark.peer.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one run showed, field by field.
 */
final class Row {

	private static final double MILLIS = 1e6;

	private final Map<String, Object> fields = new LinkedHashMap<>();

	Row put(String field, Object value) {
		this.fields.put(field, value);
		return this;
	}

	void latencies(String prefix, long[] nanos) {
		Arrays.sort(nanos);
		put(prefix + "p50_ms", percentile(nanos, 0.50));
		put(prefix + "p95_ms", percentile(nanos, 0.95));
		put(prefix + "p99_ms", percentile(nanos, 0.99));
		put(prefix + "max_ms", percentile(nanos, 1));
	}

	private static double percentile(long[] sorted, double part) {
		if (sorted.length == 0) {
			return Double.NaN;
		}
		int index = (int) Math.ceil(part * sorted.length) - 1;
		return sorted[Math.max(0, Math.min(sorted.length - 1, index))] / MILLIS;
	}

	boolean clean() {
		return !Boolean.FALSE.equals(this.fields.get("clean"));
	}

	String json() {
		return this.fields.entrySet()
			.stream()
			.map((field) -> "\"" + field.getKey() + "\":" + json(field.getValue()))
			.collect(Collectors.joining(",", "{", "}"));
	}

	private static String json(Object value) {
		if (value instanceof Double number) {
			return Double.isFinite(number) ? String.format(Locale.ROOT, "%.3f", number) : "null";
		}
		if (value instanceof Number || value instanceof Boolean) {
			return value.toString();
		}
		return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}
