package io.tito.benchmark.peer.product;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoListener;
import io.tito.benchmark.peer.Event;
import io.tito.benchmark.peer.Peer;
import io.tito.benchmark.peer.Product;
import io.tito.benchmark.peer.Settings;
import io.tito.outbox.OutboundEvent;

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
		Handler handler(LongConsumer benchHandler) {
			return new Handler(benchHandler);
		}

	}

	/**
	 * The listener.
	 */
	public static class Handler {

		private final LongConsumer handler;

		Handler(LongConsumer handler) {
			this.handler = handler;
		}

		@TitoListener(type = TYPE, group = TYPE)
		public void on(Event event) {
			this.handler.accept(event.sequence());
		}

	}

	private TitoApplication start() throws IOException {
		Map<String, String> properties = new LinkedHashMap<>(this.server.fresh());
		properties.put("spring.application.name", "bench");
		properties.put("tito.listener.auto-startup", "false");
		properties.put("tito.listener.concurrency", String.valueOf(this.settings.workers()));
		properties.put("tito.listener.profile", System.getProperty("tito.profile", "low-latency"));
		properties.put("tito.outbox.default-partitions", String.valueOf(this.settings.partitions()));
		return TitoApplication.of(Applications.alone(this.handler, "io.tito", Config.class, properties));
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
			this.application.outbox()
				.publish(outbound(event).at(this.application.client().timestamp().instant().plus(delay)));
		});
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
		return this.application.log().lag(TYPE, TYPE).pending();
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
	public Optional<ProcessHandle> server() {
		return this.server.process();
	}

	@Override
	public void close() throws IOException {
		this.application.context().close();
		this.server.close();
	}

}
