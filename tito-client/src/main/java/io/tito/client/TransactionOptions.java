package io.tito.client;

import java.time.Duration;

import io.tito.client.CommitOutcome.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction begins and commits.
 *
 * @param start the start timestamp, or null for a fresh one; for a given one see
 * {@link #startingAt}
 * @param causal whether the commit may do without a base timestamp of its own if no
 * {@link CommitHook} needs one: one trip less; the order of commits of unrelated
 * transactions may then differ from real time
 * @param timeout the time that all requests of the transaction may take together
 * @param fastest the fastest way to commit that may be tried; a slower one is taken where
 * that is not possible
 * @param pessimistic whether keys are locked before they are written, so that
 * transactions wait for each other instead of failing
 * @param lockWait how long to wait for one lock, when locks are taken before the commit
 * @param late whether the transaction starts at its first read instead of when it begins
 */
public record TransactionOptions(@Nullable Timestamp start, boolean causal, Duration timeout, Protocol fastest,
		boolean pessimistic, Duration lockWait, boolean late) {

	private static final Duration LOCK_WAIT = Duration.ofSeconds(10);

	private static final TransactionOptions DEFAULTS = new TransactionOptions(null, false, Duration.ofSeconds(30));

	public TransactionOptions {
		if (fastest == Protocol.READ_ONLY) {
			throw new IllegalArgumentException("A transaction that writes cannot commit as READ_ONLY");
		}
	}

	public TransactionOptions(@Nullable Timestamp start, boolean causal, Duration timeout) {
		this(start, causal, timeout, Protocol.ONE_PHASE, false, LOCK_WAIT, false);
	}

	public static TransactionOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Start at a timestamp instead of a fresh one. It is the name of the transaction in
	 * the store: whoever meets a lock of it asks what became of that name. So it may
	 * start no other transaction that writes, in this process or another, not even one
	 * that writes other keys; or the locks of the one are treated as the other ended, and
	 * writes get lost that were said to be committed. A client refuses to write with a
	 * start that it has written with lately, with an {@link IllegalStateException}.
	 * @param timestamp the start timestamp, given by the oracle to nobody but the caller
	 * @return changed options
	 * @see TitoClient#timestamps(int)
	 */
	public TransactionOptions startingAt(Timestamp timestamp) {
		return new TransactionOptions(timestamp, this.causal, this.timeout, this.fastest, this.pessimistic,
				this.lockWait, this.late);
	}

	public TransactionOptions asCausal() {
		return new TransactionOptions(this.start, true, this.timeout, this.fastest, this.pessimistic, this.lockWait,
				this.late);
	}

	public TransactionOptions within(Duration duration) {
		return new TransactionOptions(this.start, this.causal, duration, this.fastest, this.pessimistic, this.lockWait,
				this.late);
	}

	/**
	 * Leave out the ways to commit that are faster than this one, for measurements and
	 * tests, or for a store that does not serve one of them well.
	 * @param protocol the fastest way to try
	 * @return changed options
	 */
	public TransactionOptions fastest(Protocol protocol) {
		return new TransactionOptions(this.start, this.causal, this.timeout, protocol, this.pessimistic, this.lockWait,
				this.late);
	}

	/**
	 * Lock before writing: {@link Transaction#lock} waits until it holds the newest
	 * version of a key, and the commit waits for other transactions that hold locks on
	 * what this one writes. For hot keys; elsewhere the extra trips cost more than a
	 * repetition now and then. Wait at most {@link #lockWait()} for one key.
	 * @return changed options
	 */
	public TransactionOptions asPessimistic() {
		return new TransactionOptions(this.start, this.causal, this.timeout, this.fastest, true, this.lockWait,
				this.late);
	}

	/**
	 * Set how long to wait for one lock that is taken before the commit.
	 * @param duration how long
	 * @return changed options
	 */
	public TransactionOptions waitingForLocks(Duration duration) {
		return new TransactionOptions(this.start, this.causal, this.timeout, this.fastest, this.pessimistic, duration,
				this.late);
	}

	/**
	 * Start at the first read, or at the commit if there is none. Saves a request where a
	 * transaction seldom reads; it then sees what was committed between {@code begin} and
	 * its first read.
	 * @return changed options
	 */
	public TransactionOptions startingLate() {
		return new TransactionOptions(this.start, this.causal, this.timeout, this.fastest, this.pessimistic,
				this.lockWait, true);
	}

}
