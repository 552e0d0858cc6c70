package io.tito.benchmark.peer.product;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.tito.benchmark.peer.Event;

/**
 * Makes a backlog in a table: one event per partition goes through the product, and SQL
 * multiplies the rows.
 */
final class Seeding {

	private static final String COLUMNS = "select column_name from information_schema.columns"
			+ " where table_name = ? and table_schema = 'public' order by ordinal_position";

	private final SqlPeer peer;

	private final String table;

	private final int partitions;

	Seeding(SqlPeer peer, String table) {
		this.peer = peer;
		this.table = table;
		this.partitions = peer.settings.partitions();
	}

	void seed(long first, int count) {
		publishMarked();
		this.peer.jdbc.execute("drop table if exists bench_template");
		this.peer.jdbc.execute("create table bench_template as table " + this.table);
		this.peer.jdbc.execute("truncate " + this.table);
		List<String> columns = this.peer.jdbc.queryForList(COLUMNS, String.class, this.table);
		for (int partition = 0; partition < this.partitions; partition++) {
			int copies = count / this.partitions + ((partition < count % this.partitions) ? 1 : 0);
			if (copies > 0) {
				multiply(columns, first + partition, partition, copies);
			}
		}
		this.peer.jdbc.execute("drop table bench_template");
	}

	private void publishMarked() {
		Event any = this.peer.settings.event(0);
		for (int partition = 0; partition < this.partitions; partition++) {
			Event event = any.like(marker(partition), partition);
			this.peer.transactions.executeWithoutResult((status) -> this.peer.publish(event));
		}
	}

	private void multiply(List<String> columns, long first, int partition, int copies) {
		String marker = Event.digits(marker(partition));
		String seq = "lpad((%d + g::bigint * %d)::text, 10, '0')".formatted(first, this.partitions);
		Map<String, ?> changed = this.peer.copy(seq, marker);
		List<String> names = new ArrayList<>();
		List<String> values = new ArrayList<>();
		for (String column : columns) {
			Object value = changed.containsKey(column) ? changed.get(column) : column;
			if (value != null) {
				names.add(column);
				values.add(value.toString());
			}
		}
		int made = this.peer.jdbc
			.update("insert into %s (%s) select %s from bench_template, generate_series(0, %d) g where %s".formatted(
					this.table, String.join(", ", names), String.join(", ", values), copies - 1,
					this.peer.marked(marker)));
		if (made != copies) {
			throw new IllegalStateException("Made %d rows of %s instead of %d; look at copy and marked of %s"
				.formatted(made, this.table, copies, this.peer.getClass().getSimpleName()));
		}
	}

	/**
	 * A sequence that no other event has.
	 */
	private static long marker(int partition) {
		return 9_999_999_900L + partition;
	}

}
