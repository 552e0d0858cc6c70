package io.tito.embedded;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Regions split, merge and change while clients write: what was acknowledged is there,
 * once, and the regions cover all keys.
 */
class RegionChurnTests extends WireTestBase {

	private static final int WORKERS = 3;

	private static final int KEYS = 150;

	private static final int TRIES = 1000;

	@Test
	void losesNothingWhileRegionsChange() {
		long seed = System.nanoTime();
		System.out.println("RegionChurnTests seed " + seed);
		CompletableFuture<?>[] workers = IntStream.range(0, WORKERS)
			.mapToObj((worker) -> CompletableFuture.runAsync(() -> work(worker)))
			.toArray(CompletableFuture[]::new);
		CompletableFuture<Void> done = CompletableFuture.allOf(workers);
		Random random = new Random(seed);
		int changes = 0;
		while (!done.isDone() || changes < 50) {
			change(random);
			changes++;
		}
		done.join();
		checkRegions();
		for (int worker = 0; worker < WORKERS; worker++) {
			for (int i = 0; i < KEYS; i++) {
				GetResponse response = this.wire.to(key(worker, i)).get(key(worker, i), Wire.LATEST);
				assertThat(response.getValue().toStringUtf8()).isEqualTo("v" + i);
				assertThat(this.wire.writes(key(worker, i))).hasSize(1);
			}
		}
	}

	private static String key(int worker, int i) {
		return (char) ('a' + i % 26) + "" + worker + "-" + i;
	}

	private void work(int worker) {
		try (Wire own = new Wire(this.tikv.address())) {
			for (int i = 0; i < KEYS; i++) {
				String key = key(worker, i);
				PrewriteRequest.Builder request = own.onePhase(own.timestamp(), Wire.put(key, "v" + i));
				PrewriteResponse response = own.send(request.setContext(own.contextOf(key)));
				for (int tries = 0; tries < TRIES && response.hasRegionError(); tries++) {
					response = own.send(request.setContext(own.contextOf(key)));
				}
				assertThat(response.getOnePcCommitTs()).isPositive();
			}
		}
	}

	private void change(Random random) {
		byte[] key = { (byte) ('a' + random.nextInt(26)), (byte) ('0' + random.nextInt(WORKERS)) };
		if (this.tikv.regions().all().size() < 10 || random.nextBoolean()) {
			this.tikv.regions().split(key);
		}
		else if (!this.tikv.regions().of(key).range().end().isEmpty()) {
			this.tikv.regions().merge(key);
		}
	}

	private void checkRegions() {
		ByteString next = ByteString.EMPTY;
		for (var region : this.tikv.regions().all()) {
			assertThat(region.range().start()).isEqualTo(next);
			next = region.range().end();
		}
		assertThat(next).isEmpty();
		assertThat(this.tikv.regions().all()).extracting((region) -> region.id()).doesNotHaveDuplicates();
	}

}
