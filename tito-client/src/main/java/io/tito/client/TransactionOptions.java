package io.tito.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a transaction begins.
 *
 * @param start the start timestamp, or null for a fresh one; a given one must have come
 * from the oracle
 * @param causal whether the commit may do without a base timestamp of its own if no
 * {@link CommitHook} needs one: one trip less; the order of commits of unrelated
 * transactions may then differ from real time
 * @param timeout the time that all requests of the transaction may take together
 */
public record TransactionOptions(@Nullable Timestamp start, boolean causal, Duration timeout) {

	private static final TransactionOptions DEFAULTS = new TransactionOptions(null, false, Duration.ofSeconds(30));

	public static TransactionOptions defaults() {
		return DEFAULTS;
	}

	public TransactionOptions startingAt(Timestamp timestamp) {
		return new TransactionOptions(timestamp, this.causal, this.timeout);
	}

	public TransactionOptions asCausal() {
		return new TransactionOptions(this.start, true, this.timeout);
	}

	public TransactionOptions within(Duration duration) {
		return new TransactionOptions(this.start, this.causal, duration);
	}

}
