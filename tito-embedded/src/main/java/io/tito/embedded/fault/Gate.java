package io.tito.embedded.fault;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens once. Waiting for it blocks a test, never the server.
 */
final class Gate {

	private final CompletableFuture<Void> opened = new CompletableFuture<>();

	void open() {
		this.opened.complete(null);
	}

	void then(Runnable next) {
		this.opened.thenRun(next);
	}

	void await(Duration timeout) {
		try {
			this.opened.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			throw new IllegalStateException("No request met the fault within " + timeout
					+ "; check the name of the RPC and what the expectation matches", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for a request", ex);
		}
	}

}
