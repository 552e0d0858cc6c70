package io.tito.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest.Request;
import org.tikv.shade.com.google.common.util.concurrent.Futures;
import org.tikv.shade.com.google.common.util.concurrent.ListenableFuture;
import org.tikv.shade.io.grpc.ManagedChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls and command streams inside the JVM, over a channel without threads.
 */
class LocalChannelTests {

	private static final int COMMANDS = 3000;

	private static final int CALLERS = 8;

	private static final int CALLS = 300;

	@Test
	void answersFromTheDiskWhileTheClientSends(@TempDir Path directory) {
		try (EmbeddedTikv tikv = EmbeddedTikv.builder().dataDirectory(directory).start();
				Wire wire = new Wire(tikv.address())) {
			ManagedChannel local = tikv.localChannel();
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

	/**
	 * Calls by themselves are taken on the threads that make them, and answered from the
	 * one that forces the disk, while others read the same keys.
	 */
	@Test
	void answersSingleCallsFromTheDiskOnWhoeverCalls(@TempDir Path directory) {
		try (EmbeddedTikv tikv = EmbeddedTikv.builder().dataDirectory(directory).start();
				Wire wire = new Wire(tikv.address())) {
			ManagedChannel local = tikv.localChannel();
			try {
				TikvGrpc.TikvFutureStub stub = TikvGrpc.newFutureStub(local);
				List<CompletableFuture<Void>> callers = IntStream.range(0, CALLERS)
					.mapToObj((caller) -> CompletableFuture.runAsync(() -> call(stub, wire, caller), this::inThread))
					.toList();
				callers.forEach((caller) -> caller.orTimeout(60, TimeUnit.SECONDS).join());
			}
			finally {
				local.shutdownNow();
			}
		}
	}

	private void call(TikvGrpc.TikvFutureStub stub, Wire wire, int caller) {
		for (int i = 0; i < CALLS; i++) {
			String key = "k" + i % CALLERS;
			long start = 10L + (long) i * CALLERS + caller;
			// the callers write the same keys: some meet a newer version
			PrewriteRequest request = wire.onePhase(start, Wire.put(key, "v")).build();
			ListenableFuture<PrewriteResponse> written = stub.kvPrewrite(request);
			GetResponse read = Futures.getUnchecked(stub.kvGet(wire.reading(key, start).build()));
			assertThat(read.hasRegionError()).isFalse();
			PrewriteResponse answer = Futures.getUnchecked(written);
			assertThat(answer.getOnePcCommitTs() > 0).isNotEqualTo(answer.getErrorsCount() > 0);
		}
	}

	private void inThread(Runnable work) {
		new Thread(work).start();
	}

	private static Request command(Wire wire, int i) {
		return Request.newBuilder().setPrewrite(wire.onePhase(10L + i, Wire.put("k" + i, "v"))).build();
	}

}
