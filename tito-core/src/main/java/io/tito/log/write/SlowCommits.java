package io.tito.log.write;

import java.util.List;

import io.tito.client.CommitBound;
import io.tito.client.CommitOutcome;
import io.tito.client.StoreUnavailableException;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.log.Announcement;
import io.tito.log.LogKeys;
import io.tito.log.TypeSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the events of a commit that takes longer than readers look back (design rule
 * W3): who can see the event can see the announcement, because its row is committed
 * before the publisher takes its commit timestamp.
 */
final class SlowCommits {

	private static final Logger logger = LoggerFactory.getLogger(SlowCommits.class);

	private final TitoClient client;

	private final LogKeys keys;

	SlowCommits(TitoClient client, LogKeys keys) {
		this.client = client;
		this.keys = keys;
	}

	CommitBound bound(String type, TypeSettings settings, PendingEvents pending) {
		return new CommitBound(settings.prompt(), settings.max(),
				(base, start) -> announce(this.keys.late(type, base, start), pending.mayBeLate(type)));
	}

	private void announce(Key row, List<Key> events) {
		if (events.isEmpty()) {
			return;
		}
		Transaction transaction = this.client.begin();
		transaction.put(row, new Announcement(events).encode());
		CommitOutcome outcome = settle(transaction.commit());
		if (!(outcome instanceof CommitOutcome.Committed)) {
			throw new StoreUnavailableException(
					"A slow commit could not be announced (%s), so the publishing transaction is rolled back; run it again"
						.formatted(outcome),
					null);
		}
		logger.debug("Announced {} events of a slow commit at {}", events.size(), row);
	}

	private CommitOutcome settle(CommitOutcome outcome) {
		return (outcome instanceof CommitOutcome.Unknown unknown) ? this.client.probe(unknown) : outcome;
	}

}
