package io.tito.client.internal.txn.commit;

import io.tito.client.CommitHook;
import io.tito.client.Timestamp;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * What hooks may do to a transaction.
 */
final class HookWrites implements CommitHook.Writes {

	private final WriteBuffer buffer;

	private final Bounds bounds;

	private @Nullable Key primary;

	HookWrites(WriteBuffer buffer, Bounds bounds) {
		this.buffer = buffer;
		this.bounds = bounds;
	}

	@Override
	public void put(Key key, byte[] value) {
		this.buffer.put(key, value);
	}

	@Override
	public void insert(Key key, byte[] value) {
		this.buffer.insert(key, value);
	}

	@Override
	public void delete(Key key) {
		this.buffer.delete(key);
	}

	@Override
	public void primary(Key key) {
		this.primary = (this.primary != null) ? this.primary : key;
	}

	@Override
	public void commitBefore(Timestamp end) {
		this.bounds.before(end);
	}

	/**
	 * The key that was asked for, else one that is written, for a key that is merely
	 * locked is likely to be a hot one, else any.
	 */
	Key choosePrimary() {
		Write wished = (this.primary != null) ? this.buffer.get(this.primary) : null;
		if (wished != null && wished.locks()) {
			return wished.key();
		}
		Write best = null;
		for (Write write : this.buffer.writes()) {
			if (write.locks() && write.kind() != Write.Kind.LOCK) {
				return write.key();
			}
			best = (best == null || !best.locks()) ? write : best;
		}
		if (best == null) {
			throw new IllegalStateException("A transaction without writes has no primary key");
		}
		return best.key();
	}

}
