package io.tito.listener.container;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ParallelTests {

	private final AtomicInteger done = new AtomicInteger();

	@Test
	void runsTasksSideBySide() {
		ExecutorService executor = Executors.newFixedThreadPool(2);
		CyclicBarrier barrier = new CyclicBarrier(3);
		new Parallel(executor, 3).run(Collections.nCopies(3, () -> meet(barrier)));
		executor.shutdown();

		assertThat(this.done).hasValue(3);
	}

	@Test
	void makesProgressWithoutHelp() {
		new Parallel((task) -> {
			throw new RejectedExecutionException("closed");
		}, 8).run(Collections.nCopies(5, this.done::incrementAndGet));

		assertThat(this.done).hasValue(5);
	}

	@Test
	void doesNotWaitForHelpThatNeverComes() {
		new Parallel((task) -> {
		}, 8).run(List.<Runnable>of(this.done::incrementAndGet, this.done::incrementAndGet));

		assertThat(this.done).hasValue(2);
	}

	private void meet(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
			this.done.incrementAndGet();
		}
		catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
