package io.tito.embedded.storage.rocks;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One sync serves all who came while the last one ran.
 */
@Timeout(30)
class GroupSyncTests {

	private final SynchronousQueue<Boolean> turns = new SynchronousQueue<>();

	private final AtomicInteger syncs = new AtomicInteger();

	private final BlockingQueue<String> answered = new LinkedBlockingQueue<>();

	private static GroupSync start(Runnable force) {
		return new GroupSync(force, () -> {
		});
	}

	private void sync() {
		if (!turn()) {
			throw new IllegalStateException("The disk is full");
		}
		this.syncs.incrementAndGet();
	}

	private boolean turn() {
		try {
			return this.turns.take();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void servesWithOneSyncAllWhoCameDuringTheLast() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		Runnable slow = () -> {
			started.countDown();
			sync();
		};
		try (GroupSync sync = start(slow)) {
			sync.after(() -> this.answered.add("first"));
			await(started);
			for (int i = 0; i < 10; i++) {
				sync.after(() -> this.answered.add("later"));
			}
			this.turns.put(true);
			this.turns.put(true);
			for (int i = 0; i <= 10; i++) {
				this.answered.take();
			}
			assertThat(this.syncs.get()).isEqualTo(2);
		}
	}

	@Test
	void syncsAgainBeforeTheLastOnesAreAllAnswered() throws Exception {
		CountDownLatch second = new CountDownLatch(1);
		try (GroupSync sync = start(this::sync)) {
			sync.after(() -> {
				await(second);
				this.answered.add("first");
			});
			this.turns.put(true);
			sync.after(() -> {
				this.answered.add("second");
				second.countDown();
			});
			this.turns.put(true);
			assertThat(List.of(this.answered.take(), this.answered.take())).containsExactly("second", "first");
		}
	}

	@Test
	void doesWhatFollowsOnceAllOfAGroupAreAnswered() throws Exception {
		try (GroupSync sync = new GroupSync(this::sync, () -> this.answered.add("afterwards"))) {
			sync.after(() -> this.answered.add("first"));
			this.turns.put(true);
			assertThat(List.of(this.answered.take(), this.answered.take())).containsExactly("first", "afterwards");
		}
	}

	@Test
	void answersNothingOnceTheDiskHasFailed() throws Exception {
		List<String> told = new CopyOnWriteArrayList<>();
		try (GroupSync sync = start(this::sync)) {
			sync.after(() -> told.add("lost"));
			this.turns.put(false);
			sync.after(() -> told.add("later"));
			assertThat(this.turns.offer(true, 100, TimeUnit.MILLISECONDS)).isFalse();
		}
		assertThat(told).isEmpty();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
