package io.tito.benchmark.peer.product;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import io.tito.benchmark.peer.Event;
import io.tito.benchmark.peer.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * gruelbox transaction-outbox. Unordered events go to the executor right after the commit
 * and the flush is only the safety net; ordered ones, with the partition as the topic,
 * are found by the flush alone.
 */
final class GruelboxPeer extends SqlPeer {

	private static final Duration ATTEMPTS = Duration.ofSeconds(30);

	private static final int BATCH = 4096;

	private final boolean ordered;

	private final TransactionOutbox outbox;

	private volatile @Nullable GruelboxConsumer consumer;

	private GruelboxPeer(Settings settings, LongConsumer handler, boolean ordered) {
		super(settings, Applications.onPostgres(settings, handler, Applications.NONE, Config.class, Map.of()),
				"txno_outbox");
		this.ordered = ordered;
		Target target = new Target(handler);
		this.outbox = TransactionOutbox.builder()
			.transactionManager(this.context.getBean(TransactionManager.class))
			.instantiator(Instantiator.using((type) -> target))
			.persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
			.attemptFrequency(ATTEMPTS)
			.flushBatchSize(BATCH)
			.submitter(Submitter.withExecutor(this::execute))
			.build();
	}

	static GruelboxPeer open(Settings settings, LongConsumer handler, boolean ordered) {
		GruelboxPeer peer = new GruelboxPeer(settings, handler, ordered);
		peer.outbox.initialize();
		return peer;
	}

	/**
	 * Whether the release on the class path can hold events back.
	 * @return true from release 5 on
	 */
	static boolean delays() {
		return GruelboxOptions.has("delayForAtLeast", Duration.class);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProductBeans.class)
	static class Config {

	}

	/**
	 * The product's bridge to Spring transactions, which has moved to another package.
	 */
	static class ProductBeans implements ImportSelector {

		private static final String NOW = "com.gruelbox.transactionoutbox.spring.SpringTransactionManager";

		private static final String BEFORE = "com.gruelbox.transactionoutbox.SpringTransactionManager";

		@Override
		public String[] selectImports(AnnotationMetadata metadata) {
			return new String[] { ClassUtils.isPresent(NOW, null) ? NOW : BEFORE };
		}

	}

	/**
	 * The class whose calls are recorded; the product makes a subclass of it.
	 */
	public static class Target {

		private final @Nullable LongConsumer handler;

		public Target() {
			this.handler = null;
		}

		Target(LongConsumer handler) {
			this.handler = handler;
		}

		public void handle(String seq, int partition, String body) {
			if (this.handler != null) {
				this.handler.accept(new Event(seq, partition, body).sequence());
			}
		}

	}

	private void execute(Runnable task) {
		GruelboxConsumer running = this.consumer;
		if (running == null) {
			throw new RejectedExecutionException("Consumers are off");
		}
		running.execute(task);
	}

	@Override
	protected void publish(Event event) {
		record(this.ordered ? GruelboxOptions.with(this.outbox, "ordered", String.class, "topic-" + event.partition())
			.schedule(Target.class) : this.outbox.schedule(Target.class), event);
	}

	@Override
	protected void publishDelayed(Event event, Duration delay) {
		record(GruelboxOptions.with(this.outbox, "delayForAtLeast", Duration.class, delay).schedule(Target.class),
				event);
	}

	private static void record(Target recorder, Event event) {
		recorder.handle(event.seq(), event.partition(), event.body());
	}

	@Override
	public void consumersOn() {
		GruelboxConsumer started = new GruelboxConsumer(this.outbox, this.settings, this.ordered, pending() > 0);
		this.consumer = started;
		started.start();
	}

	@Override
	public void consumersOff() throws InterruptedException {
		GruelboxConsumer running = this.consumer;
		this.consumer = null;
		if (running != null) {
			running.stop();
		}
	}

	@Override
	protected Map<String, @Nullable String> copy(String seq, String marker) {
		Map<String, @Nullable String> columns = new HashMap<>();
		columns.put("id", "gen_random_uuid()::text");
		columns.put("invocation", "replace(invocation, '" + marker + "', " + seq + ")");
		if (this.ordered) {
			columns.put("seq", "g + 1");
		}
		return columns;
	}

	@Override
	protected String marked(String marker) {
		return "invocation like '%\"" + marker + "\"%'";
	}

}
