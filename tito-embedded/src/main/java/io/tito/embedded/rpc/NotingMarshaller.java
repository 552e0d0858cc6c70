package io.tito.embedded.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;

import org.tikv.shade.com.google.protobuf.CodedInputStream;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.ServerMethodDefinition;
import org.tikv.shade.io.grpc.ServerServiceDefinition;
import org.tikv.shade.io.grpc.ServiceDescriptor;
import org.tikv.shade.io.grpc.Status;

/**
 * Parses requests twice where the messages in use do not keep all that they say. Requests
 * that the first parsing does not mark cost nothing more.
 *
 * @param <Q> the type of the request
 */
final class NotingMarshaller<Q extends Message> implements MethodDescriptor.Marshaller<Q> {

	private final MethodDescriptor.Marshaller<Q> delegate;

	private final Predicate<Q> marked;

	private final Notes<Q> notes;

	NotingMarshaller(MethodDescriptor.Marshaller<Q> delegate, Predicate<Q> marked, Notes<Q> notes) {
		this.delegate = delegate;
		this.marked = marked;
		this.notes = notes;
	}

	/**
	 * Let a method of a service parse its requests so.
	 * @param <Q> the type of the request
	 * @param service the service
	 * @param method the full name of the method
	 * @param marked tells which requests are parsed again
	 * @param notes adds to a request what its bytes say
	 * @return the service
	 */
	@SuppressWarnings("unchecked") // the method is the one of this type of requests
	static <Q extends Message> ServerServiceDefinition in(ServerServiceDefinition service, String method,
			Predicate<Q> marked, Notes<Q> notes) {
		ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName());
		List<ServerMethodDefinition<?, ?>> methods = service.getMethods()
			.stream()
			.<ServerMethodDefinition<?, ?>>map((each) -> each.getMethodDescriptor().getFullMethodName().equals(method)
					? replaced((ServerMethodDefinition<Q, ?>) each, marked, notes) : each)
			.toList();
		methods.forEach((each) -> descriptor.addMethod(each.getMethodDescriptor()));
		ServerServiceDefinition.Builder replaced = ServerServiceDefinition.builder(descriptor.build());
		methods.forEach(replaced::addMethod);
		return replaced.build();
	}

	private static <Q extends Message, R> ServerMethodDefinition<Q, R> replaced(ServerMethodDefinition<Q, R> method,
			Predicate<Q> marked, Notes<Q> notes) {
		MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
		MethodDescriptor.Marshaller<Q> marshaller = new NotingMarshaller<>(descriptor.getRequestMarshaller(), marked,
				notes);
		return ServerMethodDefinition.create(
				descriptor.toBuilder(marshaller, descriptor.getResponseMarshaller()).build(),
				method.getServerCallHandler());
	}

	@Override
	public InputStream stream(Q message) {
		return this.delegate.stream(message);
	}

	@Override
	public Q parse(InputStream stream) {
		// inside the JVM the message itself comes, which cannot be read again
		boolean again = stream.markSupported();
		if (again) {
			stream.mark(Integer.MAX_VALUE);
		}
		Q message = this.delegate.parse(stream);
		return (again && this.marked.test(message)) ? noted(message, stream) : message;
	}

	private Q noted(Q message, InputStream stream) {
		try {
			stream.reset();
			return this.notes.add(message, CodedInputStream.newInstance(stream));
		}
		catch (IOException ex) {
			throw Status.INTERNAL.withDescription("The request cannot be read").withCause(ex).asRuntimeException();
		}
	}

	/**
	 * Adds to a request what its bytes say.
	 *
	 * @param <Q> the type of the request
	 */
	interface Notes<Q> {

		Q add(Q request, CodedInputStream bytes) throws IOException;

	}

}
