package io.tito.listener.container;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BoundedExecutorTests {

	@Test
	void runsAllAndNeverMoreThanTheLimitAtOnce() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			BoundedExecutor executor = new BoundedExecutor(threads, 3);
			AtomicInteger now = new AtomicInteger();
			AtomicInteger most = new AtomicInteger();
			CountDownLatch done = new CountDownLatch(2000);
			for (int i = 0; i < 2000; i++) {
				executor.execute(() -> {
					most.accumulateAndGet(now.incrementAndGet(), Math::max);
					Thread.yield();
					now.decrementAndGet();
					done.countDown();
				});
			}
			assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(most).hasValueLessThanOrEqualTo(3);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void refusesWhatNoThreadTakes() {
		BoundedExecutor executor = new BoundedExecutor((task) -> {
			throw new RejectedExecutionException("closed");
		}, 3);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {
		}));
	}

}
