package io.tito.embedded.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tito.embedded.storage.rocks.RocksStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class SharedStorageTests {

	private final BlockingQueue<String> order = new LinkedBlockingQueue<>();

	@Test
	void waitsForTheDiskOnceForAllThatIsDoneTogether(@TempDir Path directory) throws Exception {
		try (SharedStorage storage = new SharedStorage(RocksStorage.open(directory, 1))) {
			boolean waits = storage.together(() -> {
				storage.whenDurable(() -> this.order.add("first"));
				syncInAnotherThread(storage);
				storage.whenDurable(() -> {
					throw new IllegalStateException("A client went away");
				});
				storage.whenDurable(() -> this.order.add("second"));
				this.order.add("work");
			}, () -> this.order.add("afterwards"));
			assertThat(waits).isTrue();
			assertThat(List.of(this.order.take(), this.order.take(), this.order.take(), this.order.take()))
				.containsExactly("work", "first", "second", "afterwards");
		}
	}

	private static void syncInAnotherThread(SharedStorage storage) {
		CountDownLatch synced = new CountDownLatch(1);
		Thread thread = new Thread(() -> storage.whenDurable(synced::countDown));
		thread.start();
		try {
			assertThat(synced.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void doesNotWaitForTheDiskWhereTheOperatingSystemIsEnough(@TempDir Path directory) {
		try (SharedStorage storage = new SharedStorage(RocksStorage.open(directory, 1))) {
			boolean waits = storage.together(() -> {
				storage.whenHandedOver(() -> {
					throw new IllegalStateException("A client went away");
				});
				storage.whenHandedOver(() -> this.order.add("handed over"));
				this.order.add("work");
			}, () -> this.order.add("afterwards"));
			assertThat(waits).isFalse();
			assertThat(this.order).containsExactly("work", "handed over");
		}
	}

	@Test
	void waitsForNothingInMemory() {
		try (SharedStorage storage = new SharedStorage(new MemoryStorage())) {
			boolean waits = storage.together(() -> {
				storage.whenDurable(() -> this.order.add("first"));
				this.order.add("work");
			}, () -> this.order.add("afterwards"));
			assertThat(waits).isFalse();
			assertThat(this.order).containsExactly("first", "work");
		}
	}

}
