package io.tito.benchmark.soak;

import java.time.Duration;
import java.util.List;

import io.tito.client.ClientTimeoutException;
import io.tito.client.DeadlockException;
import io.tito.client.StoreUnavailableException;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.key.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/**
 * Garbage collection by hand: settles what transactions left behind, checks that no lock
 * withstands that, then lets the cluster forget old versions.
 */
final class Collection {

	private static final Logger logger = LoggerFactory.getLogger(Collection.class);

	private static final Duration KEPT = Duration.ofSeconds(60);

	private static final int ROUNDS = 5;

	private final String address;

	private final TitoClient client;

	private final Tally tally;

	Collection(String address, TitoClient client, Tally tally) {
		this.address = address;
		this.client = client;
		this.tally = tally;
	}

	void runOnce() {
		try (ClusterAdmin admin = new ClusterAdmin(this.address)) {
			Timestamp safePoint = this.client.timestamp().minus(KEPT);
			List<Key> left = settle(admin, safePoint);
			if (!left.isEmpty()) {
				this.tally.violated("Locks from before " + safePoint + " withstand a writer: " + left);
			}
			admin.advanceSafePoint(safePoint);
			this.tally.count("collections");
		}
		catch (StatusRuntimeException | StoreUnavailableException | ClientTimeoutException ex) {
			this.tally.count("collections given up");
			logger.info("No collection this time: {}", ex.toString());
		}
	}

	/**
	 * Make sure, once all is quiet, that nothing is locked for ever.
	 * @return whether one could look
	 */
	boolean finish() {
		try (ClusterAdmin admin = new ClusterAdmin(this.address)) {
			List<Key> left = settle(admin, this.client.timestamp());
			if (!left.isEmpty()) {
				this.tally.violated("Locks withstand a writer in the end: " + left);
			}
			return true;
		}
		catch (StatusRuntimeException | StoreUnavailableException | ClientTimeoutException ex) {
			return false;
		}
	}

	private List<Key> settle(ClusterAdmin admin, Timestamp upTo) {
		List<Key> locked = admin.locks(upTo);
		this.tally.count("locks left behind", locked.size());
		for (int i = 0; i < ROUNDS && !locked.isEmpty(); i++) {
			locked.forEach(this::settle);
			locked = admin.locks(upTo);
		}
		return locked;
	}

	/**
	 * A writer removes every kind of lock; a reader would leave some.
	 */
	private void settle(Key key) {
		Transaction transaction = this.client.begin(TransactionOptions.defaults().asPessimistic());
		try {
			transaction.getForUpdate(key);
		}
		catch (DeadlockException ex) {
			// another one of us; the next round shows what is left
		}
		finally {
			transaction.rollback();
		}
	}

}
