package io.tito.benchmark.peer.product;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import io.tito.benchmark.peer.Event;
import io.tito.benchmark.peer.Peer;
import io.tito.benchmark.peer.Settings;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A product that keeps its events in a table of PostgreSQL, next to the documents.
 */
abstract class SqlPeer implements Peer {

	protected final Settings settings;

	protected final ConfigurableApplicationContext context;

	protected final DataSource dataSource;

	protected final JdbcTemplate jdbc;

	protected final TransactionTemplate transactions;

	private final String table;

	SqlPeer(Settings settings, ConfigurableApplicationContext context, String table) {
		this.settings = settings;
		this.context = context;
		this.table = table;
		this.dataSource = context.getBean(DataSource.class);
		this.jdbc = new JdbcTemplate(this.dataSource);
		this.transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
		this.jdbc.execute("create table if not exists bench_document (id text primary key, document jsonb not null)");
	}

	/**
	 * Publish within the running transaction.
	 * @param event the event
	 */
	protected abstract void publish(Event event);

	/**
	 * Publish within the running transaction, for later.
	 * @param event the event
	 * @param delay how long it is held back
	 */
	protected void publishDelayed(Event event, Duration delay) {
		throw new UnsupportedOperationException("This product holds no events back");
	}

	/**
	 * How the row of another event differs from that of a marked one.
	 * @param seq SQL expression for the sequence of the other event, in a query in which
	 * {@code g} counts the copies from 0
	 * @param marker sequence of the marked event
	 * @return SQL expressions by column; null leaves a column to its default
	 */
	protected abstract Map<String, @Nullable String> copy(String seq, String marker);

	/**
	 * Which row is the marked one.
	 * @param marker sequence of the marked event
	 * @return SQL condition
	 */
	protected abstract String marked(String marker);

	@Override
	public final void commit(String id, String document, Event event) {
		this.transactions.executeWithoutResult((status) -> {
			write(id, document);
			publish(event);
		});
	}

	@Override
	public final void commitDelayed(String id, String document, Event event, Duration delay) {
		this.transactions.executeWithoutResult((status) -> {
			write(id, document);
			publishDelayed(event, delay);
		});
	}

	private void write(String id, String document) {
		this.jdbc.update("insert into bench_document (id, document) values (?, ?::jsonb)", id, document);
	}

	@Override
	public long pending() {
		return count("select count(*) from " + this.table);
	}

	protected final long count(String query) {
		return Objects.requireNonNull(this.jdbc.queryForObject(query, Long.class));
	}

	@Override
	public final void seed(long first, int count) {
		new Seeding(this, this.table).seed(first, count);
	}

	@Override
	public final void clear() {
		this.jdbc.execute("truncate bench_document, " + this.table);
	}

	@Override
	public final void close() {
		this.context.close();
	}

}
