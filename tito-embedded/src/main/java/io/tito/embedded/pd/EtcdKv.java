package io.tito.embedded.pd;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Rpc;
import io.tito.embedded.fault.SingleReply;
import org.tikv.shade.com.google.protobuf.Empty;
import org.tikv.shade.io.grpc.BindableService;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.ServerServiceDefinition;
import org.tikv.shade.io.grpc.protobuf.ProtoUtils;
import org.tikv.shade.io.grpc.stub.ServerCalls;

/**
 * The key-value store inside PD, with nothing in it. Go clients look there every few
 * seconds for a safe point that TiDB may have left, and refuse to read if they get no
 * answer for some time; that there is none is an answer.
 */
public final class EtcdKv implements BindableService {

	private static final String SERVICE = "etcdserverpb.KV";

	private final Calls calls;

	public EtcdKv(Calls calls) {
		this.calls = calls;
	}

	@Override
	public ServerServiceDefinition bindService() {
		// nothing found is a message without a field, whatever was asked for
		MethodDescriptor<Empty, Empty> range = MethodDescriptor
			.newBuilder(ProtoUtils.marshaller(Empty.getDefaultInstance()),
					ProtoUtils.marshaller(Empty.getDefaultInstance()))
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Range"))
			.build();
		Rpc<Empty, Empty> nothing = Rpc.of("Range", (request) -> Empty.getDefaultInstance());
		return ServerServiceDefinition.builder(SERVICE)
			.addMethod(range,
					ServerCalls
						.asyncUnaryCall((request, out) -> this.calls.run(nothing, request, new SingleReply<>(out))))
			.build();
	}

}
