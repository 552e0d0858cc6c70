package io.tito.listener.container;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ListenerThreadsTests {

	private final ExecutorService given = Executors.newSingleThreadExecutor();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.given.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void interruptsHandlersWhoeversThreadsTheyRunOn(boolean own) throws Exception {
		ListenerThreads threads = new ListenerThreads(own ? null : this.given);
		threads.share(1).execute(this::waitForEver);
		assertThat(this.begun.await(20, TimeUnit.SECONDS)).isTrue();
		threads.interrupt();

		assertThat(this.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
		threads.close();
	}

	@Test
	void leavesThreadsThatAreNotItsOwnAsTheyWere() throws Exception {
		ListenerThreads threads = new ListenerThreads(this.given);
		threads.share(1).execute(() -> {
			waitForEver();
			Thread.currentThread().interrupt();
		});
		assertThat(this.begun.await(20, TimeUnit.SECONDS)).isTrue();
		threads.interrupt();

		assertThat(this.given.submit(Thread::interrupted).get(20, TimeUnit.SECONDS)).isFalse();
		threads.interrupt();
		assertThat(this.given.submit(Thread::interrupted).get(20, TimeUnit.SECONDS)).isFalse();
		threads.close();
	}

	private void waitForEver() {
		this.begun.countDown();
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
		}
	}

}
