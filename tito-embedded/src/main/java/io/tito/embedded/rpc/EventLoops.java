package io.tito.embedded.rpc;

import java.util.concurrent.TimeUnit;

import org.tikv.shade.io.grpc.netty.NettyServerBuilder;
import org.tikv.shade.io.netty.channel.EventLoopGroup;
import org.tikv.shade.io.netty.channel.nio.NioEventLoopGroup;
import org.tikv.shade.io.netty.channel.socket.nio.NioServerSocketChannel;
import org.tikv.shade.io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The threads of the network of all stores. They are not those that gRPC shares, since
 * their end is the only sign that a port is free again: the JDK gives up the port of a
 * channel when the selector that watched it has run once more, and Netty tells that the
 * channel is closed before.
 */
final class EventLoops implements AutoCloseable {

	private static final long CLOSE_SECONDS = 5;

	private final EventLoopGroup group = new NioEventLoopGroup(Runtime.getRuntime().availableProcessors(),
			new DefaultThreadFactory("tito-embedded-network", true));

	void serve(NettyServerBuilder builder) {
		builder.channelType(NioServerSocketChannel.class)
			.bossEventLoopGroup(this.group)
			.workerEventLoopGroup(this.group);
	}

	/**
	 * End, and with that give up all ports.
	 */
	@Override
	public void close() {
		this.group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
			.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
	}

}
