package io.tito.embedded.fault;

import java.util.function.Consumer;

/**
 * Computes the response to a request. Must not block: a response that has to wait for
 * something is given later, from whichever thread ends the wait.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the response
 */
@FunctionalInterface
public interface Handler<Q, R> {

	void handle(Q request, Consumer<R> out);

}
