package io.tito.benchmark.peer.product;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

import io.namastack.outbox.Outbox;
import io.namastack.outbox.OutboxProcessingScheduler;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;
import io.tito.benchmark.peer.Event;
import io.tito.benchmark.peer.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Namastack Outbox on JDBC. It orders by key; the key is the partition or, unordered, the
 * event itself.
 */
final class NamastackPeer extends SqlPeer {

	private static final long PARTITIONS = 256;

	private static final int TRIES = 600;

	private static final long PAUSE = 100;

	/**
	 * The product's assignment is cached until it balances the next time.
	 */
	private static final long REBALANCE = 11_000;

	private final Mode mode;

	private final Outbox outbox;

	private final Handler consumer;

	private NamastackPeer(Settings settings, LongConsumer handler, Mode mode) {
		super(settings,
				Applications.onPostgres(settings, handler, "io.namastack", Config.class, properties(settings, mode)),
				"outbox_record");
		this.mode = mode;
		this.outbox = this.context.getBean(Outbox.class);
		this.consumer = this.context.getBean(Handler.class);
	}

	enum Mode {

		KEY_PER_PARTITION, KEY_PER_EVENT, DEFAULTS

	}

	static NamastackPeer open(Settings settings, LongConsumer handler, Mode mode) throws Exception {
		// neither a stale instance nor a backlog that the application would start on
		settings.postgres().run("drop table if exists outbox_instance, outbox_partition, outbox_record");
		NamastackPeer peer = new NamastackPeer(settings, handler, mode);
		peer.awaitPartitions();
		Thread.sleep(REBALANCE);
		peer.consumersOff();
		return peer;
	}

	private static Map<String, ?> properties(Settings settings, Mode mode) {
		if (mode == Mode.DEFAULTS) {
			return Map.of();
		}
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("namastack.outbox.polling.trigger", "fixed");
		properties.put("namastack.outbox.polling.fixed.interval", settings.pollMillis() + "ms");
		properties.put("namastack.outbox.polling.batch-size", "800");
		properties.put("namastack.outbox.processing.delete-completed-records", "true");
		String workers = String.valueOf(settings.workers());
		properties.put("namastack.outbox.processing.executor-core-pool-size", workers);
		properties.put("namastack.outbox.processing.executor-max-pool-size", workers);
		return properties;
	}

	@Configuration(proxyBeanMethods = false)
	static class Config {

		@Bean
		Handler benchTypedHandler(LongConsumer benchHandler) {
			return new Handler(benchHandler);
		}

	}

	/**
	 * Open to the product's reflection.
	 */
	public static class Handler implements OutboxTypedHandler<Event> {

		private final LongConsumer handler;

		private volatile boolean consuming = true;

		Handler(LongConsumer handler) {
			this.handler = handler;
		}

		@Override
		public void handle(Event payload, OutboxRecordMetadata metadata) {
			if (!this.consuming) {
				// ends a cycle that may span the whole backlog
				throw new IllegalStateException("Consumers are off");
			}
			this.handler.accept(payload.sequence());
		}

	}

	private void awaitPartitions() throws Exception {
		for (int i = 0; i < TRIES; i++) {
			if (count("select count(*) from outbox_partition where instance_id is not null") == PARTITIONS) {
				return;
			}
			Thread.sleep(PAUSE);
		}
		throw new TimeoutException("Namastack did not take its partitions within a minute; look at outbox_instance");
	}

	@Override
	protected void publish(Event event) {
		this.outbox.schedule(event, (this.mode == Mode.KEY_PER_EVENT) ? event.seq() : event.key());
	}

	@Override
	public long pending() {
		return count("select count(*) from outbox_record where status = 'NEW'");
	}

	@Override
	public void consumersOn() {
		this.consumer.consuming = true;
		this.context.getBean(OutboxProcessingScheduler.class).start();
	}

	@Override
	public void consumersOff() {
		this.consumer.consuming = false;
		this.context.getBean(OutboxProcessingScheduler.class).stop();
	}

	@Override
	protected Map<String, @Nullable String> copy(String seq, String marker) {
		Map<String, @Nullable String> columns = new HashMap<>();
		columns.put("id", "gen_random_uuid()::text");
		columns.put("created_at", "created_at + g * interval '1 us'");
		columns.put("payload", "replace(payload, '" + marker + "', " + seq + ")");
		if (this.mode == Mode.KEY_PER_EVENT) {
			columns.put("record_key", seq);
			columns.put("partition_no", "(g * 7 + partition_no) % 256");
		}
		return columns;
	}

	@Override
	protected String marked(String marker) {
		return "payload like '%\"" + marker + "\"%'";
	}

}
