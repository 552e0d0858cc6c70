package io.tito.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.tito.client.CommitOutcome;
import io.tito.client.CorruptedDataException;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored rows of members: {@code member:{name}}, one per name. Thread-safe.
 */
final class MemberRows {

	private static final Logger logger = LoggerFactory.getLogger(MemberRows.class);

	private final TitoClient client;

	private final Namespace namespace;

	MemberRows(TitoClient client, Namespace namespace) {
		this.client = client;
		this.namespace = namespace;
	}

	/**
	 * How a renewal ends.
	 */
	enum Renewal {

		/** The row is written: the session holds. */
		DONE,

		/** It is not known to be written; try again. */
		FAILED,

		/** Another incarnation of the name has begun. */
		REPLACED

	}

	/**
	 * Write the row of an incarnation.
	 * @param name the name
	 * @param incarnation the incarnation
	 * @param seats what it listens to, with its seats; one that has none gets the seat of
	 * the incarnation that it replaces
	 * @param session the length of the session
	 * @param replace whether to end another incarnation; otherwise that one wins
	 * @return how it ended
	 */
	Renewal renew(String name, String incarnation, SortedMap<String, Integer> seats, Duration session,
			boolean replace) {
		Transaction transaction = begin(session.dividedBy(3));
		MemberRow stored = read(transaction, name);
		if (stored != null && !replace && !stored.incarnation().equals(incarnation)) {
			transaction.rollback();
			return Renewal.REPLACED;
		}
		long now = transaction.timestamp().physical();
		MemberRow row = new MemberRow(name, incarnation, now, now + session.toMillis(), inherited(seats, stored));
		transaction.put(key(name), row.encode());
		return committed(transaction) ? Renewal.DONE : Renewal.FAILED;
	}

	private static SortedMap<String, Integer> inherited(SortedMap<String, Integer> seats, @Nullable MemberRow stored) {
		if (stored == null) {
			return seats;
		}
		SortedMap<String, Integer> inherited = new TreeMap<>(seats);
		inherited.replaceAll((subscription, seat) -> (seat == Member.NO_SEAT)
				? stored.seats().getOrDefault(subscription, seat) : seat);
		return inherited;
	}

	/**
	 * Remove the row of a name, if it still fits.
	 * @param name the name
	 * @param fits whether to remove the row
	 * @param timeout the time that this may take
	 */
	void remove(String name, Predicate<MemberRow> fits, Duration timeout) {
		Transaction transaction = begin(timeout);
		MemberRow stored = read(transaction, name);
		if (stored == null || !fits.test(stored)) {
			transaction.rollback();
			return;
		}
		transaction.delete(key(name));
		committed(transaction);
	}

	@Nullable MemberRow read(Snapshot snapshot, String name) {
		byte @Nullable [] bytes = snapshot.get(key(name));
		return (bytes != null) ? MemberRow.decode(name, bytes) : null;
	}

	/**
	 * All rows, live or not, in the order of names. A damaged one is left out.
	 * @param snapshot where to read
	 * @return the rows
	 */
	List<MemberRow> all(Snapshot snapshot) {
		Key prefix = this.namespace.prefix("member");
		List<MemberRow> rows = new ArrayList<>();
		for (Entry entry : snapshot.scan(Scan.prefix(prefix))) {
			String name = entry.key().text().substring(prefix.length());
			try {
				rows.add(MemberRow.decode(name, entry.value()));
			}
			catch (CorruptedDataException ex) {
				logger.warn("The row of a member cannot be read and counts for nothing; remove {}", entry.key(), ex);
			}
		}
		return rows;
	}

	void pin(Transaction transaction, String name) {
		transaction.lock(key(name));
	}

	private Transaction begin(Duration timeout) {
		return this.client.begin(TransactionOptions.defaults().asCausal().within(timeout));
	}

	private static boolean committed(Transaction transaction) {
		CommitOutcome outcome = transaction.commit();
		if (outcome instanceof CommitOutcome.Committed) {
			return true;
		}
		logger.debug("Writing the row of a member ended as {}", outcome);
		return false;
	}

	private Key key(String name) {
		return this.namespace.key("member", name);
	}

}
