package io.tito.embedded.fault;

import org.tikv.shade.io.grpc.Status;

/**
 * Where the answer to one request goes. One of the methods is called, once.
 *
 * @param <R> the type of the response
 */
public interface Reply<R> {

	void send(R response);

	void fail(Status status);

}
