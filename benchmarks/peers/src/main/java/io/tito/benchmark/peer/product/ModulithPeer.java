package io.tito.benchmark.peer.product;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import io.tito.benchmark.peer.Event;
import io.tito.benchmark.peer.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.modulith.events.IncompleteEventPublications;

/**
 * Spring Modulith's JDBC event publication registry. Consumers off is an executor that
 * forgets its tasks, as a crash right after the commit would; a pending backlog is taken
 * up by the resubmission that the product does at a restart. It keeps no order.
 */
final class ModulithPeer extends SqlPeer {

	private static final Logger logger = LoggerFactory.getLogger(ModulithPeer.class);

	private static final long STOP_SECONDS = 20;

	private final Gate gate;

	private @Nullable Thread recovery;

	private volatile boolean recovering;

	private ModulithPeer(Settings settings, LongConsumer handler) {
		super(settings,
				Applications.onPostgres(settings, handler, "org.springframework.modulith", Config.class,
						Map.of("spring.modulith.events.jdbc.schema-initialization.enabled", "true",
								"spring.modulith.events.completion-mode", "delete")),
				"event_publication");
		this.gate = this.context.getBean(Gate.class);
	}

	static ModulithPeer open(Settings settings, LongConsumer handler) {
		return new ModulithPeer(settings, handler);
	}

	@Configuration(proxyBeanMethods = false)
	static class Config {

		@Bean
		Gate applicationTaskExecutor() {
			return new Gate();
		}

		@Bean
		Listener listener(LongConsumer benchHandler) {
			return new Listener(benchHandler);
		}

	}

	/**
	 * Open to the proxies of the product.
	 */
	public static class Listener {

		private final LongConsumer handler;

		Listener(LongConsumer handler) {
			this.handler = handler;
		}

		@ApplicationModuleListener
		public void on(Event event) {
			this.handler.accept(event.sequence());
		}

	}

	static final class Gate implements AsyncTaskExecutor {

		private volatile @Nullable ExecutorService executor;

		@Override
		public void execute(Runnable task) {
			ExecutorService open = this.executor;
			if (open != null) {
				open.execute(task);
			}
		}

	}

	@Override
	protected void publish(Event event) {
		this.context.publishEvent(event);
	}

	@Override
	public void consumersOn() {
		this.gate.executor = Executors.newFixedThreadPool(this.settings.workers());
		if (pending() > 0) {
			this.recovering = true;
			Thread started = new Thread(this::recover, "modulith-recovery");
			started.start();
			this.recovery = started;
		}
	}

	private void recover() {
		try {
			this.context.getBean(IncompleteEventPublications.class)
				.resubmitIncompletePublications((publication) -> this.recovering);
		}
		catch (RuntimeException ex) {
			logger.warn("The backlog was not taken up to its end", ex);
		}
	}

	@Override
	public void consumersOff() throws InterruptedException {
		this.recovering = false;
		ExecutorService open = this.gate.executor;
		this.gate.executor = null;
		if (open != null) {
			open.shutdownNow();
			open.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
		}
		if (this.recovery != null) {
			this.recovery.join();
			this.recovery = null;
		}
	}

	@Override
	protected Map<String, @Nullable String> copy(String seq, String marker) {
		Map<String, @Nullable String> columns = new HashMap<>();
		columns.put("id", "gen_random_uuid()");
		columns.put("publication_date", "publication_date + g * interval '1 us'");
		columns.put("serialized_event", "replace(serialized_event, '" + marker + "', " + seq + ")");
		return columns;
	}

	@Override
	protected String marked(String marker) {
		return "serialized_event like '%\"" + marker + "\"%'";
	}

}
