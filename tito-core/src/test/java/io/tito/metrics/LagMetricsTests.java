package io.tito.metrics;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tito.metrics.LagSource.Lag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LagMetricsTests {

	private static final Duration FRESH = Duration.ofSeconds(5);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void showsEventsAndAgeOfGroupsTrackedBeforeAndAfterBinding() {
		try (LagMetrics metrics = new LagMetrics((type, group) -> new Lag(group.length(), Duration.ofMillis(1500)),
				FRESH)) {
			metrics.track("order", "shipping");
			metrics.bindTo(this.registry);
			metrics.track("order", "audit");
			assertThat(lag("shipping")).isEqualTo(8);
			assertThat(lag("audit")).isEqualTo(5);
			assertThat(this.registry.get("tito.lag.age").tags("type", "order", "group", "audit").timeGauge().value())
				.isEqualTo(1.5);
		}
	}

	@Test
	void readsTheStoreOncePerPeriod() {
		AtomicInteger reads = new AtomicInteger();
		AtomicLong nanoTime = new AtomicLong();
		Executor direct = Runnable::run;
		CachedLag lag = new CachedLag(() -> new Lag(reads.incrementAndGet(), Duration.ZERO), FRESH, direct,
				nanoTime::get);
		assertThat(lag.get()).isEqualTo(new Lag(1, Duration.ZERO));
		assertThat(lag.get()).isEqualTo(new Lag(1, Duration.ZERO));
		nanoTime.addAndGet(FRESH.toNanos());
		assertThat(lag.get()).isEqualTo(new Lag(2, Duration.ZERO));
	}

	@Test
	void keepsTheValueBeforeWhenReadingFails() {
		AtomicInteger reads = new AtomicInteger();
		CachedLag lag = new CachedLag(() -> {
			if (reads.incrementAndGet() > 1) {
				throw new IllegalStateException("no store");
			}
			return new Lag(7, Duration.ZERO);
		}, Duration.ZERO, Runnable::run, System::nanoTime);
		assertThat(lag.get()).isEqualTo(new Lag(7, Duration.ZERO));
		assertThat(lag.get()).isEqualTo(new Lag(7, Duration.ZERO));
		assertThat(reads).hasValue(2);
	}

	@Test
	void doesNotWaitForAStoreThatDoesNotAnswer() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		LagMetrics metrics = new LagMetrics((type, group) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return new Lag(0, Duration.ZERO);
		}, FRESH);
		metrics.track("order", "shipping");
		metrics.bindTo(this.registry);
		assertThat(lag("shipping")).isNaN();
		metrics.close();
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void showsTheLastValueAfterClose() {
		AtomicInteger reads = new AtomicInteger();
		LagMetrics metrics = new LagMetrics((type, group) -> new Lag(reads.incrementAndGet(), Duration.ZERO),
				Duration.ZERO);
		metrics.track("order", "shipping");
		metrics.bindTo(this.registry);
		assertThat(lag("shipping")).isEqualTo(1);
		metrics.close();
		assertThat(lag("shipping")).isEqualTo(1);
		assertThat(reads).hasValue(1);
	}

	private double lag(String group) {
		return this.registry.get("tito.lag").tags("type", "order", "group", group).gauge().value();
	}

}
