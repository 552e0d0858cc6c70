package io.tito.client.internal.txn.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.tito.client.LimitExceededException;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a transaction, one for each key, in the order of keys. A later write
 * replaces an earlier one but keeps what the earlier one demanded. Not thread-safe.
 */
public final class WriteBuffer {

	private static final int MAX_KEY = 4 << 10;

	private static final int MAX_VALUE = 6 << 20;

	private static final long MAX_TOTAL = 64L << 20;

	private final NavigableMap<Key, Write> writes = new TreeMap<>();

	private long bytes;

	private @Nullable Key duplicate;

	/** What was replaced since the first mark, if there is one. */
	private @Nullable List<Replaced> replaced;

	public void put(Key key, byte[] value) {
		Write earlier = this.writes.get(key);
		boolean unseen = earlier != null
				&& (earlier.kind() == Write.Kind.INSERT || earlier.kind() == Write.Kind.CHECK_ABSENT);
		replace(earlier, new Write(key, unseen ? Write.Kind.INSERT : Write.Kind.PUT, checked(value)));
	}

	public void insert(Key key, byte[] value) {
		Write earlier = this.writes.get(key);
		Write.Kind kind = Write.Kind.INSERT;
		boolean twice = false;
		if (earlier != null) {
			switch (earlier.kind()) {
				// the check for the key was made when it was deleted
				case DELETE -> kind = Write.Kind.PUT;
				case PUT, INSERT -> twice = true;
				case LOCK, CHECK_ABSENT -> kind = Write.Kind.INSERT;
			}
		}
		replace(earlier, new Write(key, kind, checked(value)));
		if (twice && this.duplicate == null) {
			this.duplicate = key;
		}
	}

	public void delete(Key key) {
		Write earlier = this.writes.get(key);
		boolean unseen = earlier != null
				&& (earlier.kind() == Write.Kind.INSERT || earlier.kind() == Write.Kind.CHECK_ABSENT);
		replace(earlier, Write.of(key, unseen ? Write.Kind.CHECK_ABSENT : Write.Kind.DELETE));
	}

	public void lock(Key key) {
		if (!this.writes.containsKey(key)) {
			replace(null, Write.of(key, Write.Kind.LOCK));
		}
	}

	private static byte[] checked(byte[] value) {
		if (value.length == 0) {
			throw new IllegalArgumentException(
					"A value needs at least one byte: other clients take an empty one for none");
		}
		if (value.length > MAX_VALUE) {
			throw new LimitExceededException(
					"A value of %d bytes is larger than the limit of %d; divide it".formatted(value.length, MAX_VALUE),
					null);
		}
		return value;
	}

	/**
	 * Refuse what cannot be a key.
	 * @param key the key
	 * @throws LimitExceededException if it is too long
	 */
	public static void check(Key key) {
		if (key.length() == 0) {
			throw new IllegalArgumentException("A key needs at least one byte");
		}
		if (key.length() > MAX_KEY) {
			throw new LimitExceededException(
					"The key %s is longer than the limit of %d bytes; shorten it".formatted(key, MAX_KEY), null);
		}
	}

	private void replace(@Nullable Write earlier, Write write) {
		check(write.key());
		long total = this.bytes + write.bytes() - ((earlier != null) ? earlier.bytes() : 0);
		if (total > MAX_TOTAL) {
			throw new LimitExceededException(
					"The writes of one transaction would be larger than the limit of %d bytes;".formatted(MAX_TOTAL)
							+ " divide them over several transactions",
					null);
		}
		if (this.replaced != null) {
			this.replaced.add(new Replaced(write.key(), earlier, this.duplicate));
		}
		this.writes.put(write.key(), write);
		this.bytes = total;
	}

	/**
	 * Remember the writes as they are. Costs nothing but a note of each later write.
	 * @return what {@link #rollback} takes
	 */
	public int mark() {
		if (this.replaced == null) {
			this.replaced = new ArrayList<>();
		}
		return this.replaced.size();
	}

	/**
	 * Undo what was written after a mark.
	 * @param mark what {@link #mark} returned
	 */
	public void rollback(int mark) {
		List<Replaced> undo = (this.replaced != null) ? this.replaced : List.of();
		while (undo.size() > mark) {
			Replaced last = undo.remove(undo.size() - 1);
			Write undone = this.writes.remove(last.key());
			this.bytes -= (undone != null) ? undone.bytes() : 0;
			if (last.earlier() != null) {
				this.writes.put(last.key(), last.earlier());
				this.bytes += last.earlier().bytes();
			}
			this.duplicate = last.duplicate();
		}
	}

	/**
	 * The keys that must not exist before the commit.
	 * @return the keys, in their order
	 */
	public List<Key> absences() {
		return this.writes.values().stream().filter(Write::demandsAbsence).map(Write::key).toList();
	}

	public @Nullable Write get(Key key) {
		return this.writes.get(key);
	}

	/**
	 * The writes within a range.
	 * @param from the smallest key
	 * @param to the end, itself outside
	 * @return a view, in the order of keys
	 */
	public NavigableMap<Key, Write> range(Key from, Key to) {
		return this.writes.subMap(from, true, to, false);
	}

	public boolean isEmpty() {
		return this.writes.isEmpty();
	}

	/**
	 * A key that this transaction inserted although it had written it.
	 */
	public @Nullable Key duplicate() {
		return this.duplicate;
	}

	List<Write> writes() {
		return new ArrayList<>(this.writes.values());
	}

	long bytes() {
		return this.bytes;
	}

	private record Replaced(Key key, @Nullable Write earlier, @Nullable Key duplicate) {

	}

}
