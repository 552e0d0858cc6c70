package io.tito.benchmark.peer.product;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoListener;
import io.tito.benchmark.peer.Event;
import io.tito.benchmark.peer.Peer;
import io.tito.benchmark.peer.Product;
import io.tito.benchmark.peer.Settings;
import io.tito.client.TitoClient;
import io.tito.listener.EventMetadata;
import io.tito.log.GroupLag;
import io.tito.outbox.OutboundEvent;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;

/**
 * Tito on its embedded server, which keeps data in a directory and forces every commit to
 * the disk. Ordered by key; the key is the partition.
 */
final class TitoPeer implements Peer {

	static final String TYPE = "bench";

	/**
	 * Keeps a transaction of the backlog below the server's limit for one.
	 */
	private static final int SEED_PAGE = 1_000;

	private final Settings settings;

	private final LongConsumer handler;

	private final TitoServer server;

	private final LongAdder early = new LongAdder();

	private TitoApplication application;

	private TitoPeer(Settings settings, LongConsumer handler, TitoServer server) throws IOException {
		this.settings = settings;
		this.handler = handler;
		this.server = server;
		this.application = start();
	}

	static TitoPeer inside(Settings settings, LongConsumer handler) throws IOException {
		return new TitoPeer(settings, handler, new TitoServer.Inside());
	}

	static TitoPeer separate(Settings settings, LongConsumer handler) throws IOException {
		return new TitoPeer(settings, handler, TitoServer.Separate.start());
	}

	static String version() {
		return Product.jar(TitoEntity.class);
	}

	@TitoEntity("document")
	record Document(@Id String id, String document) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Config {

		@Bean
		Handler handler(LongConsumer benchHandler, LongAdder benchEarly, ObjectProvider<TitoClient> client) {
			return new Handler(benchHandler, benchEarly, client);
		}

	}

	/**
	 * The listener.
	 */
	public static class Handler {

		private final LongConsumer handler;

		private final LongAdder early;

		private final ObjectProvider<TitoClient> client;

		Handler(LongConsumer handler, LongAdder early, ObjectProvider<TitoClient> client) {
			this.handler = handler;
			this.early = early;
			this.client = client;
		}

		@TitoListener(type = TYPE, group = TYPE)
		public void on(Event event, EventMetadata metadata) {
			this.handler.accept(event.sequence());
			Instant due = metadata.dueAt();
			// what is due is due by the oracle, not by the clock of this machine
			if (due != null && this.client.getObject().timestamp().instant().isBefore(due)) {
				this.early.increment();
			}
		}

	}

	private TitoApplication start() throws IOException {
		Map<String, String> properties = new LinkedHashMap<>(this.server.fresh());
		properties.put("spring.application.name", "bench");
		properties.put("tito.listener.auto-startup", "false");
		properties.put("tito.listener.concurrency", String.valueOf(this.settings.workers()));
		properties.put("tito.listener.profile", System.getProperty("tito.profile", "low-latency"));
		properties.put("tito.outbox.default-partitions", String.valueOf(this.settings.partitions()));
		return TitoApplication.of(Applications.alone(this.handler, "io.tito", Config.class, properties,
				Map.of("benchEarly", this.early)));
	}

	@Override
	public void commit(String id, String document, Event event) {
		this.application.transactions().executeWithoutResult((status) -> {
			this.application.template().insert(new Document(id, document));
			this.application.outbox().publish(outbound(event));
		});
	}

	@Override
	public void commitDelayed(String id, String document, Event event, Duration delay) {
		this.application.transactions().executeWithoutResult((status) -> {
			this.application.template().insert(new Document(id, document));
			this.application.outbox().publish(outbound(event).at(now().plus(delay)));
		});
	}

	/**
	 * The oracle's time rounded up: it counts milliseconds, and one that has begun is cut
	 * off, so that an event due a delay after it would be due that much too early.
	 */
	private Instant now() {
		return this.application.client().timestamp().instant().plusMillis(1);
	}

	private static OutboundEvent outbound(Event event) {
		return OutboundEvent.of(TYPE, event.key(), event);
	}

	@Override
	public void consumersOn() {
		this.application.listeners().start();
	}

	@Override
	public void consumersOff() {
		this.application.listeners().stop();
	}

	@Override
	public long pending() {
		GroupLag lag = this.application.log().lag(TYPE, TYPE);
		// stopped in the middle of a page, a listener parks what it has not begun
		return lag.pending() + lag.parked();
	}

	@Override
	public void seed(long first, int count) {
		Event any = this.settings.event(0);
		for (int done = 0; done < count; done += SEED_PAGE) {
			int from = done;
			int to = Math.min(count, done + SEED_PAGE);
			this.application.transactions().executeWithoutResult((status) -> {
				for (int i = from; i < to; i++) {
					this.application.outbox().publish(outbound(any.like(first + i, i % this.settings.partitions())));
				}
			});
		}
	}

	@Override
	public void clear() throws IOException {
		this.application.context().close();
		this.application = start();
	}

	@Override
	public OptionalLong early() {
		return OptionalLong.of(this.early.sum());
	}

	@Override
	public Optional<ProcessHandle> server() {
		return this.server.process();
	}

	@Override
	public void close() throws IOException {
		this.application.context().close();
		this.server.close();
	}

}
