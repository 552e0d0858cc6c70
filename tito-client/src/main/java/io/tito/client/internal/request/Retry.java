package io.tito.client.internal.request;

import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pause;
import org.jspecify.annotations.Nullable;

/**
 * Why a request has to be sent again.
 *
 * @param pause what to wait for, or null to send at once
 * @param atLeastMillis how long the store asked to wait
 * @param open whether the request may have been carried out, or may still be
 * @param tooLarge whether the answer did not fit the connection
 * @param cause what happened, for people
 * @param thrown the failure behind it
 */
public record Retry(@Nullable Pause pause, long atLeastMillis, boolean open, boolean tooLarge, String cause,
		@Nullable Throwable thrown) {

	static Retry now(String cause) {
		return new Retry(null, 0, false, false, cause, null);
	}

	static Retry after(Pause pause, String cause) {
		return new Retry(pause, 0, false, false, cause, null);
	}

	static Retry open(Pause pause, String cause) {
		return new Retry(pause, 0, true, false, cause, null);
	}

	/**
	 * Wait as long as the reason demands.
	 * @param budget pays
	 */
	public void await(Budget budget) {
		if (this.pause != null) {
			budget.pause(this.pause, this.atLeastMillis, this.cause, this.thrown);
		}
	}

	/**
	 * The one that waits longer.
	 * @param first one reason, or null
	 * @param second another
	 * @return one of the two
	 */
	public static Retry longer(@Nullable Retry first, Retry second) {
		return (first == null || (first.pause == null && second.pause != null)
				|| first.atLeastMillis < second.atLeastMillis) ? second : first;
	}

}
