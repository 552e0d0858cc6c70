package io.tito.embedded;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.tito.embedded.wire.Cluster;
import io.tito.embedded.wire.Requests;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ConnectivityState;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Speaks to a server of the test's own about all keys. Timestamps are small numbers
 * unless time matters.
 */
final class Wire extends Requests implements AutoCloseable {

	Wire(String address) {
		super(new Cluster(address), "", 0);
	}

	Wire(String address, UnaryOperator<NettyChannelBuilder> transport) {
		super(new Cluster(address, transport), "", 0);
	}

	Pdpb.GetRegionResponse region(ByteString encodedKey) {
		return cluster().region(encodedKey);
	}

	Pdpb.GetRegionResponse regionBefore(ByteString encodedKey) {
		return cluster().regionBefore(encodedKey);
	}

	List<Metapb.Region> regions(String start, String end, int limit) {
		return cluster().regions(start.isEmpty() ? ByteString.EMPTY : encoded(start),
				end.isEmpty() ? ByteString.EMPTY : encoded(end), limit);
	}

	Pdpb.RequestHeader header() {
		return cluster().header();
	}

	PDGrpc.PDBlockingStub pd() {
		return cluster().pd();
	}

	/**
	 * Wait until this end has noticed that the server closed its connections: until then
	 * a request may still be sent over the old one, and is lost.
	 */
	void awaitDisconnected() {
		ManagedChannel channel = cluster().channel();
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (channel.getState(false) == ConnectivityState.READY) {
			assertThat(System.nanoTime()).as("the connection is still there").isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	@Override
	public void close() {
		cluster().close();
	}

}
