package io.tito.client;

import java.time.Duration;

/**
 * How long after its base timestamp a transaction may commit.
 *
 * @param prompt a commit at most this much later than the base needs nothing more
 * @param max a commit later than this is refused: the transaction is rolled back
 * @param onSlow run before a commit between the two may be sent; the commit timestamp is
 * taken after it has returned. An exception rolls the transaction back
 */
public record CommitBound(Duration prompt, Duration max, SlowCommit onSlow) {

	/**
	 * What a slow commit has to do first.
	 */
	@FunctionalInterface
	public interface SlowCommit {

		void announce(Timestamp base, Timestamp start);

	}

}
