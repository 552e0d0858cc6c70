package io.tito.benchmark.peer.product;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

import io.tito.benchmark.peer.Event;
import io.tito.benchmark.peer.Settings;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a team would write by hand: insert into a table, poll it with
 * {@code FOR UPDATE SKIP LOCKED}, delete. It keeps no order.
 */
final class HandWrittenPeer extends SqlPeer {

	private static final Logger logger = LoggerFactory.getLogger(HandWrittenPeer.class);

	private static final String TABLE = "hand_outbox";

	private final LongConsumer handler;

	private final int batch;

	private final List<Thread> workers = new ArrayList<>();

	private volatile boolean running;

	private HandWrittenPeer(Settings settings, LongConsumer handler, int batch) {
		super(settings, Applications.onPostgres(settings, handler, Applications.NONE, Empty.class, Map.of()), TABLE);
		this.handler = handler;
		this.batch = batch;
	}

	static class Empty {

	}

	static HandWrittenPeer open(Settings settings, LongConsumer handler, int batch) {
		settings.postgres()
			.run("create table if not exists hand_outbox (id bigint generated always as identity primary key,"
					+ " part int not null, due_at timestamptz not null default now(), seq text not null,"
					+ " body text not null)", "create index if not exists hand_outbox_due on hand_outbox (due_at, id)");
		return new HandWrittenPeer(settings, handler, batch);
	}

	@Override
	protected void publish(Event event) {
		this.jdbc.update("insert into hand_outbox (part, seq, body) values (?, ?, ?)", event.partition(), event.seq(),
				event.body());
	}

	@Override
	protected void publishDelayed(Event event, Duration delay) {
		this.jdbc.update(
				"insert into hand_outbox (part, seq, body, due_at)"
						+ " values (?, ?, ?, clock_timestamp() + ? * interval '1 ms')",
				event.partition(), event.seq(), event.body(), delay.toMillis());
	}

	@Override
	public void consumersOn() {
		this.running = true;
		for (int i = 0; i < this.settings.workers(); i++) {
			Thread worker = new Thread(this::work, "hand-worker-" + i);
			worker.start();
			this.workers.add(worker);
		}
	}

	private void work() {
		while (this.running) {
			if (handled() == 0 && this.running) {
				try {
					Thread.sleep(this.settings.pollMillis());
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		}
	}

	private int handled() {
		try {
			Integer handled = this.transactions.execute((status) -> handleSome());
			return (handled != null) ? handled : 0;
		}
		catch (RuntimeException ex) {
			logger.warn("A batch failed and is tried again", ex);
			return 0;
		}
	}

	private int handleSome() {
		List<Long> ids = new ArrayList<>(this.batch);
		this.jdbc.query("select id, part, seq, body from hand_outbox where due_at <= now() order by due_at, id limit "
				+ this.batch + " for update skip locked", (row) -> {
					ids.add(row.getLong(1));
					this.handler.accept(new Event(row.getString(3), row.getInt(2), row.getString(4)).sequence());
				});
		if (!ids.isEmpty()) {
			this.jdbc.update("delete from hand_outbox where id = any(?)", (Object) ids.toArray(Long[]::new));
		}
		return ids.size();
	}

	@Override
	public void consumersOff() throws InterruptedException {
		this.running = false;
		for (Thread worker : this.workers) {
			worker.join();
		}
		this.workers.clear();
	}

	@Override
	protected Map<String, @Nullable String> copy(String seq, String marker) {
		Map<String, @Nullable String> columns = new HashMap<>();
		columns.put("id", null);
		columns.put("seq", seq);
		return columns;
	}

	@Override
	protected String marked(String marker) {
		return "seq = '" + marker + "'";
	}

}
