package io.tito.client.internal.request;

import org.jspecify.annotations.Nullable;

/**
 * What became of a request to a region: either an answer that is no region error, or the
 * reason to send it again.
 *
 * @param <A> the type of the answer
 * @param value the answer
 * @param retry why it has to be sent again
 */
public record Answer<A>(@Nullable A value, @Nullable Retry retry) {

	static <A> Answer<A> of(A value) {
		return new Answer<>(value, null);
	}

	static <A> Answer<A> again(Retry retry) {
		return new Answer<>(null, retry);
	}

	/**
	 * The reason to send again, of an answer that has no value.
	 * @return the reason
	 */
	public Retry orRetry() {
		if (this.retry == null) {
			throw new IllegalStateException("There is an answer");
		}
		return this.retry;
	}

}
