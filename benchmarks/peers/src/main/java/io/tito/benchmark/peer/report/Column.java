package io.tito.benchmark.peer.report;

import java.util.List;

/**
 * A column of a table.
 *
 * @param title its head
 * @param field the field of the results
 * @param decimals how many digits follow the point
 */
record Column(String title, String field, int decimals) {

	private static final Column CPU = new Column("CPU µs/event", "cpu_us_per_event", 0);

	private static final Column JVM = new Column("JVM cores", "cpu_jvm_cores", 2);

	private static final Column SERVER = new Column("server cores", "cpu_server_cores", 2);

	private static final Column RATE = new Column("events/s", "events_per_s", 0);

	private static final Column HANDLED = new Column("handled", "handled", 0);

	private static final Column FIRST = new Column("first ms", "first_event_ms", 0);

	private static final Column COMMIT = new Column("commit p50 ms", "commit_p50_ms", 2);

	static List<Column> of(String work) {
		return switch (work) {
			case "W1" -> List.of(new Column("tx/s", "tx_per_s", 0), new Column("p50 ms", "commit_p50_ms", 2),
					new Column("p95", "commit_p95_ms", 2), new Column("p99", "commit_p99_ms", 2), CPU, JVM, SERVER,
					new Column("WAL B/event", "wal_bytes_per_event", 0));
			case "W2" ->
				List.of(RATE, HANDLED, FIRST, CPU, JVM, SERVER, new Column("DB tx/event", "db_tx_per_event", 2),
						new Column("fsync/event", "wal_syncs_per_event", 2));
			case "W3-saturated" ->
				List.of(new Column("produced/s", "produced_per_s", 0), RATE, new Column("e2e p50 ms", "e2e_p50_ms", 1),
						new Column("p95", "e2e_p95_ms", 1), new Column("p99", "e2e_p99_ms", 1), COMMIT,
						new Column("backlog at stop", "backlog_at_stop", 0), CPU);
			case "W3-rate" -> List.of(RATE, new Column("e2e p50 ms", "e2e_p50_ms", 1),
					new Column("p95", "e2e_p95_ms", 1), new Column("p99", "e2e_p99_ms", 1),
					new Column("max", "e2e_max_ms", 1), COMMIT, new Column("cores used", "cpu_busy_cores", 2));
			case "W4" -> List.of(new Column("late p50 ms", "late_p50_ms", 1), new Column("p95", "late_p95_ms", 1),
					new Column("p99", "late_p99_ms", 1), new Column("max", "late_max_ms", 1),
					new Column("early", "early", 0));
			case "W5" -> List.of(RATE, HANDLED, FIRST, CPU, JVM, SERVER);
			default -> List.of();
		};
	}

}
