package io.tito.lease;

import io.tito.client.Snapshot;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Where a lease is stored. Immutable.
 */
final class LeaseRow {

	private final String name;

	private final Key key;

	LeaseRow(Namespace namespace, String name) {
		this.name = Namespace.checkName("lease", name);
		this.key = namespace.key("lease", name);
	}

	String name() {
		return this.name;
	}

	Lease read(Snapshot snapshot) {
		byte @Nullable [] stored = snapshot.get(this.key);
		return (stored != null) ? Lease.decode(this.name, stored) : Lease.NEVER_TAKEN;
	}

	void write(Transaction transaction, Lease lease) {
		transaction.put(this.key, lease.encode());
	}

	/**
	 * Whoever writes the row meanwhile makes the transaction fail.
	 */
	void pin(Transaction transaction) {
		transaction.lock(this.key);
	}

}
