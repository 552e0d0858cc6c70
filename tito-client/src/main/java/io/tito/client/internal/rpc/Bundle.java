package io.tito.client.internal.rpc;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests that are made one after the other and go out together: the transport is woken
 * once for all of them, and each store gets one message. Used by one thread.
 */
public final class Bundle {

	private final List<BatchStream> streams = new ArrayList<>(1);

	<Q, A> Pending<A> add(BatchStream stream, Rpc<Q, A> rpc, Q request) {
		if (!this.streams.contains(stream)) {
			this.streams.add(stream);
		}
		return stream.enqueue(rpc, request);
	}

	/**
	 * Send what was added; to be called before any of it is awaited.
	 */
	public void send() {
		this.streams.forEach(BatchStream::flush);
		this.streams.clear();
	}

}
