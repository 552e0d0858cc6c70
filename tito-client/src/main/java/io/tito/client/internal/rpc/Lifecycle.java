package io.tito.client.internal.rpc;

import io.tito.client.ClientClosedException;

/**
 * Whether the client is open, shared by all of its parts.
 */
public final class Lifecycle {

	private volatile boolean closed;

	public void ensureOpen() {
		if (this.closed) {
			throw new ClientClosedException("The Tito client was closed; requests are only possible before that", null);
		}
	}

	public boolean closed() {
		return this.closed;
	}

	public void close() {
		this.closed = true;
	}

}
