package io.tito.embedded;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest.Request;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.inprocess.InProcessChannelBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Command streams inside the JVM, without any thread between client and server.
 */
class LocalChannelTests {

	private static final int COMMANDS = 3000;

	@Test
	void answersFromTheDiskWhileTheClientSends(@TempDir Path directory) {
		try (EmbeddedTikv tikv = EmbeddedTikv.builder().dataDirectory(directory).start();
				Wire wire = new Wire(tikv.address())) {
			ManagedChannel local = InProcessChannelBuilder.forName(tikv.localName()).directExecutor().build();
			try {
				Commands commands = new Commands(local);
				CompletableFuture<Void> sent = CompletableFuture.runAsync(
						() -> IntStream.rangeClosed(1, COMMANDS).forEach((i) -> commands.send(i, command(wire, i))));
				sent.orTimeout(60, TimeUnit.SECONDS).join();
				assertThat(commands.answer(COMMANDS).getPrewrite().getErrorsList()).isEmpty();
			}
			finally {
				local.shutdownNow();
			}
		}
	}

	private static Request command(Wire wire, int i) {
		return Request.newBuilder().setPrewrite(wire.onePhase(10L + i, Wire.put("k" + i, "v"))).build();
	}

}
