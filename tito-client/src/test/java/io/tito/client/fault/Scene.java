package io.tito.client.fault;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.storage.MvccDump;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import io.tito.key.Key;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The surroundings of one cell: keys of its own in regions of their own, a client that
 * meets the fault, and one that looks at what came of it.
 */
record Scene(EmbeddedTikv server, TitoClient client, TitoClient observer, String prefix, Layout layout) {

	static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

	private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	/** What all keys hold before. */
	static final String OLD = "old";

	/** What the transaction of the cell writes. */
	static final String NEW = "new";

	static final List<String> LETTERS = List.of("a", "b", "m", "z");

	Key key(String letter) {
		return Key.of(this.prefix + letter);
	}

	List<Key> keys(List<String> letters) {
		return letters.stream().map(this::key).toList();
	}

	void prepare() {
		while (this.server.regions().all().size() > 1) {
			this.server.regions().merge(new byte[0]);
		}
		this.server.regions().split(Key.of(this.prefix).bytes(), Key.of(this.prefix).prefixEnd().bytes());
		this.server.regions().transferLeader(key("a").bytes(), 2);
		if (this.layout == Layout.THREE_REGIONS) {
			this.server.regions().split(key("m").bytes(), key("z").bytes());
			this.server.regions().transferLeader(key("m").bytes(), 1);
			this.server.regions().transferLeader(key("z").bytes(), 3);
		}
		Transaction transaction = this.client.begin();
		LETTERS.forEach((letter) -> transaction.put(key(letter), OLD.getBytes()));
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
		await("the keys of the cell to be free", this::unlocked);
	}

	MvccDump dump(Key key) {
		return this.server.faults().dumpMvcc(key.bytes());
	}

	boolean unlocked() {
		return LETTERS.stream().allMatch((letter) -> dump(key(letter)).lock() == null);
	}

	/**
	 * The versions that one transaction left at a key.
	 */
	List<Write> versions(Key key, long start) {
		return dump(key).writes()
			.stream()
			.filter((write) -> write.startTs() == start && write.type() != WriteType.ROLLBACK)
			.toList();
	}

	String read(Key key) {
		byte[] value = this.observer.snapshot().get(key);
		return (value != null) ? new String(value) : null;
	}

	Map<Key, byte[]> readAll(List<Key> keys) {
		return this.observer.snapshot().getAll(keys);
	}

	/**
	 * Wait for what nobody signals: the background of a client, seen from the server.
	 */
	static void await(String what, BooleanSupplier condition) {
		long until = System.nanoTime() + PATIENCE_NANOS;
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime() - until).as("waited in vain for %s", what).isNegative();
			LockSupport.parkNanos(LOOK_NANOS);
		}
	}

}
