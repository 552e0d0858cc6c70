package io.tito.client.internal.rpc;

import java.util.concurrent.CompletableFuture;

/**
 * An answer that is awaited by {@link Budget#await}. Completed on threads of the
 * transport, so nothing but a waiting thread may depend on it.
 *
 * @param <A> the type of the answer
 */
public class Pending<A> extends CompletableFuture<A> {

	private final String name;

	private final long startedAt = System.nanoTime();

	public Pending(String name) {
		this.name = name;
	}

	final String name() {
		return this.name;
	}

	/**
	 * When the request was made.
	 * @return a value of {@link System#nanoTime()}
	 */
	public final long startedAt() {
		return this.startedAt;
	}

	/**
	 * Nobody waits any more.
	 */
	protected void abandon() {
		cancel(false);
	}

}
