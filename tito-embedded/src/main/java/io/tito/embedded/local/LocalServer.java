package io.tito.embedded.local;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.io.grpc.BindableService;
import org.tikv.shade.io.grpc.ServerMethodDefinition;
import org.tikv.shade.io.grpc.Status;

/**
 * The services of one server for callers inside its JVM, until it is closed. Thread-safe.
 */
public final class LocalServer implements AutoCloseable {

	private static final Status STOPPED = Status.UNAVAILABLE
		.withDescription("The embedded server has stopped or was restarted");

	private final Map<String, ServerMethodDefinition<?, ?>> methods;

	/** Those whose answer does not come at once. */
	private final Set<LocalCall<?, ?>> open = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Serve.
	 * @param services what is called; handlers run on the threads of callers, so they
	 * must not wait for other calls
	 */
	public LocalServer(Collection<BindableService> services) {
		this.methods = services.stream()
			.flatMap((service) -> service.bindService().getMethods().stream())
			.collect(Collectors.toMap((method) -> method.getMethodDescriptor().getFullMethodName(),
					Function.identity()));
	}

	@SuppressWarnings("unchecked") // both ends know a method by one descriptor
	<Q, A> @Nullable ServerMethodDefinition<Q, A> method(String fullName) {
		return (ServerMethodDefinition<Q, A>) this.methods.get(fullName);
	}

	/**
	 * Why calls are not taken any more; null if they are.
	 */
	@Nullable Status refusal() {
		return this.closed ? STOPPED : null;
	}

	void add(LocalCall<?, ?> call) {
		this.open.add(call);
		call.endIfRefused();
		if (call.isEnded()) {
			// another thread has answered just now
			remove(call);
		}
	}

	void remove(LocalCall<?, ?> call) {
		this.open.remove(call);
	}

	int waiting() {
		return this.open.size();
	}

	void end(Predicate<LocalCall<?, ?>> which, Status status) {
		this.open.stream().filter(which).forEach((call) -> call.end(status));
	}

	/**
	 * Take no more calls, and end those that wait for an answer.
	 */
	@Override
	public void close() {
		this.closed = true;
		end((call) -> true, STOPPED);
	}

}
