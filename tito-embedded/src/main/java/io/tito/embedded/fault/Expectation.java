package io.tito.embedded.fault;

import java.time.Duration;
import java.util.function.Predicate;

import org.tikv.shade.com.google.protobuf.Message;

/**
 * A fault that waits for its request.
 */
public final class Expectation {

	private final String rpc;

	private final Predicate<? super Message> matching;

	private final FaultAction action;

	private final boolean once;

	private final Gate met = new Gate();

	Expectation(String rpc, Predicate<? super Message> matching, FaultAction action, boolean once) {
		this.rpc = rpc;
		this.matching = matching;
		this.action = action;
		this.once = once;
	}

	/**
	 * Wait until a request has met the fault.
	 * @param timeout how long at most
	 * @throws IllegalStateException if none did
	 */
	public void awaitMet(Duration timeout) {
		this.met.await(timeout);
	}

	boolean matches(String name, Message request) {
		return this.rpc.equals(name) && this.matching.test(request);
	}

	FaultAction meet() {
		this.met.open();
		return this.action;
	}

	boolean isOnce() {
		return this.once;
	}

}
