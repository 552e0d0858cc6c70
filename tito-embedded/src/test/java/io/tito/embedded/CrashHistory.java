package io.tito.embedded;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.shade.io.grpc.StatusRuntimeException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients of a server were told before it was killed, and whether that is true
 * afterwards: what was prewritten, too. Each transaction writes its number under two
 * keys, and ballast under a third. Thread-safe.
 */
final class CrashHistory {

	private final Map<Long, Long> committed = new ConcurrentHashMap<>();

	private final Set<Long> prewritten = ConcurrentHashMap.newKeySet();

	private final String ballast;

	private final AtomicLong lastId = new AtomicLong();

	private final AtomicLong lastTimestamp = new AtomicLong();

	/**
	 * Begin.
	 * @param ballast how many bytes a transaction writes besides its number
	 */
	CrashHistory(int ballast) {
		this.ballast = "b".repeat(ballast);
	}

	/**
	 * Commit transactions of every kind until the server is gone.
	 */
	void work(Wire wire, Random random, CountDownLatch enough) {
		try {
			while (true) {
				long id = this.lastId.incrementAndGet();
				long commit = commit(wire, random, id);
				this.committed.put(id, commit);
				this.lastTimestamp.accumulateAndGet(commit, Math::max);
				enough.countDown();
			}
		}
		catch (StatusRuntimeException ex) {
			// killed: whether the last one is committed is not known
		}
		catch (CompletionException ex) {
			assertThat(ex).hasCauseInstanceOf(StatusRuntimeException.class);
		}
	}

	private long commit(Wire wire, Random random, long id) {
		long start = wire.timestamp();
		PrewriteRequest.Builder request = wire
			.prewrite(start, Wire.put("x" + id, "" + id), Wire.put("y" + id, "" + id), Wire.put("z" + id, this.ballast))
			.setLockTtl(1);
		int kind = random.nextInt(3);
		if (kind == 0) {
			request.setTryOnePc(true);
		}
		else if (kind == 1) {
			request.setUseAsyncCommit(true).addSecondaries(Wire.bytes("y" + id)).addSecondaries(Wire.bytes("z" + id));
		}
		PrewriteResponse response = wire.send(request);
		assertThat(response.getErrorsList()).isEmpty();
		if (kind == 0) {
			return response.getOnePcCommitTs();
		}
		this.prewritten.add(id);
		long commit = (kind == 1) ? response.getMinCommitTs() : wire.timestamp();
		if (kind == 2) {
			assertThat(wire.commit(start, commit, "x" + id).hasError()).isFalse();
		}
		if (random.nextBoolean()) {
			assertThat(wire.commit(start, commit, "x" + id, "y" + id, "z" + id).hasError()).isFalse();
		}
		return commit;
	}

	/**
	 * Check that a server still has every transaction that it promised, and none by half.
	 */
	void check(Wire wire) {
		long now = wire.timestamp();
		assertThat(now).isGreaterThanOrEqualTo(this.lastTimestamp.get());
		assertThat(this.prewritten).allSatisfy((id) -> assertThat(wire.mvcc("x" + id))
			.matches((info) -> info.hasLock() || info.getWritesCount() > 0, "has a lock or what became of it"));
		BankTeller reader = new BankTeller(wire, 0);
		TreeMap<String, Long> x = reader.snapshot("x", now);
		TreeMap<String, Long> y = reader.snapshot("y", now);
		assertThat(y.values()).containsExactlyInAnyOrderElementsOf(x.values());
		assertThat(x.values()).containsAll(this.committed.keySet());
		List<Map.Entry<Long, Long>> commits = List.copyOf(this.committed.entrySet());
		commits.forEach((entry) -> assertThat(wire.mvcc("x" + entry.getKey()).getWrites(0).getCommitTs())
			.isEqualTo(entry.getValue()));
	}

	int size() {
		return this.committed.size();
	}

}
