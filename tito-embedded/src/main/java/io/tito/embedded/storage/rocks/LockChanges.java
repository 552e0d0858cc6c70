package io.tito.embedded.storage.rocks;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.tito.embedded.storage.Lock;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The last changes of some locks: what each is now, or that it is gone.
 */
final class LockChanges {

	private static final int BATCH_BYTES = 1 << 20;

	private final Map<ByteString, Optional<Lock>> last = new HashMap<>();

	void put(ByteString key, Lock lock) {
		this.last.put(key, Optional.of(lock));
	}

	void remove(ByteString key) {
		this.last.put(key, Optional.empty());
	}

	/**
	 * Forget that a lock has changed.
	 * @param key its key
	 */
	void forget(ByteString key) {
		this.last.remove(key);
	}

	/**
	 * Whether a lock was put, and not removed since.
	 * @param key its key
	 * @return whether it is there
	 */
	boolean has(ByteString key) {
		return this.last.getOrDefault(key, Optional.empty()).isPresent();
	}

	boolean isEmpty() {
		return this.last.isEmpty();
	}

	/**
	 * Tell of each lock what it is now, or nothing if it is gone.
	 */
	void forEach(BiConsumer<ByteString, Optional<Lock>> visitor) {
		this.last.forEach(visitor);
	}

	/**
	 * Turn them into changes of {@link Table#LOCKS}.
	 * @return a batch of all
	 */
	BatchBytes toBatch() {
		BatchBytes batch = new BatchBytes();
		forEach((key, lock) -> add(batch, key, lock));
		return batch;
	}

	/**
	 * Turn them into changes of {@link Table#LOCKS}, not too many at once.
	 * @param writer takes batches, which together have all
	 */
	void write(Consumer<BatchBytes> writer) {
		BatchBytes batch = new BatchBytes();
		for (Map.Entry<ByteString, Optional<Lock>> each : this.last.entrySet()) {
			add(batch, each.getKey(), each.getValue());
			if (batch.size() >= BATCH_BYTES) {
				writer.accept(batch);
				batch = new BatchBytes();
			}
		}
		if (!batch.isEmpty()) {
			writer.accept(batch);
		}
	}

	private static void add(BatchBytes batch, ByteString key, Optional<Lock> lock) {
		byte[] place = key.toByteArray();
		lock.ifPresentOrElse((put) -> batch.put(Table.LOCKS, place, RecordCodec.encode(put)),
				() -> batch.delete(Table.LOCKS, place));
	}

}
