package io.tito.embedded.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

	/**
	 * An answer would be a promise; a client that gets none asks what became of it.
	 */
	@Test
	void answersNobodyWhatCannotBeHandedOver(@TempDir Path directory) {
		try (SharedStorage storage = new SharedStorage(withoutRoom(RocksStorage.open(directory, 1)))) {
			storage.whenHandedOver(() -> this.order.add("alone"));
			boolean waits = storage.together(() -> {
				storage.whenHandedOver(() -> this.order.add("with others"));
				this.order.add("work");
			}, () -> this.order.add("afterwards"));
			assertThat(waits).isFalse();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> storage.read(Storage::isDurable));
			assertThat(this.order).containsExactly("work");
		}
	}

	private static Storage withoutRoom(Storage storage) {
		return (Storage) Proxy.newProxyInstance(Storage.class.getClassLoader(), new Class<?>[] { Storage.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("handOver")) {
						throw new UncheckedIOException(new IOException("No space left on device"));
					}
					return method.invoke(storage, arguments);
				});
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
