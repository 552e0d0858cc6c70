package io.tito.listener.container;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.tito.listener.HandlerTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HandlerWatchTests {

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final HandlerWatch watch = new HandlerWatch(Duration.ofMillis(20), this.timer);

	@AfterEach
	void close() {
		this.timer.shutdownNow();
	}

	@Test
	void interruptsACallThatTakesTooLong() {
		assertThatExceptionOfType(HandlerTimeoutException.class).isThrownBy(() -> this.watch.call(this::waitForEver))
			.withMessageContaining("20 ms")
			.withMessageContaining("handler-timeout")
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void lateReturnDoesNotCount() {
		assertThatExceptionOfType(HandlerTimeoutException.class).isThrownBy(() -> this.watch.call(() -> {
			try {
				return waitForEver();
			}
			catch (InterruptedException ex) {
				return "done after all";
			}
		}));
	}

	@Test
	void watchesEachCallAndLeavesTheThreadClean() throws Exception {
		for (int i = 0; i < 3; i++) {
			assertThat(this.watch.call(() -> "quick")).isEqualTo("quick");
			assertThatExceptionOfType(HandlerTimeoutException.class)
				.isThrownBy(() -> this.watch.call(this::waitForEver));
		}
		assertThat(this.watch.call(Thread::interrupted)).isFalse();
	}

	@Test
	void callWithoutATimeoutIsNotWatched() throws Exception {
		this.timer.shutdownNow();
		assertThat(new HandlerWatch(null, this.timer).call(() -> "done")).isEqualTo("done");
		assertThat(new HandlerWatch(null, this.timer).timeout()).isNull();
	}

	private Object waitForEver() throws InterruptedException {
		new CountDownLatch(1).await();
		return "never";
	}

}
