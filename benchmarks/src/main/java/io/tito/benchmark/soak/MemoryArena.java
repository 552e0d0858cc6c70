package io.tito.benchmark.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.FaultAction;
import io.tito.embedded.pd.Regions;
import io.tito.key.Key;
import org.tikv.kvproto.Errorpb;

/**
 * Three stores in this JVM: requests meet faults, regions split, merge and move, all
 * stores restart, the oracle's clock jumps.
 */
final class MemoryArena implements Arena {

	private static final int STORES = 3;

	private static final int MOST_REGIONS = 16;

	/** Each fault hits one request of so many. */
	private static final int RARE = 1000;

	private static final long ELECTION_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private static final List<String> RPCS = List.of("KvGet", "KvBatchGet", "KvScan", "KvPrewrite", "KvCommit",
			"KvPessimisticLock", "KVPessimisticRollback", "KvBatchRollback", "KvCheckTxnStatus", "KvResolveLock",
			"KvCheckSecondaryLocks", "KvTxnHeartBeat");

	private final EmbeddedTikv server = EmbeddedTikv.builder().stores(STORES).start();

	private final Tally tally;

	MemoryArena(Tally tally, long seed) {
		this.tally = tally;
		Random random = new Random(seed);
		faults().forEach((name, action) -> RPCS.forEach((rpc) -> meet(rpc, name, action, random)));
		meet("Tso", "lost answer", FaultAction.dropAfter(), random);
		meet("GetRegion", "lost answer", FaultAction.dropAfter(), random);
	}

	private void meet(String rpc, String name, FaultAction action, Random random) {
		this.server.faults().onEvery(rpc, (request) -> {
			boolean hit = random.nextInt(RARE) == 0;
			if (hit) {
				this.tally.count("faults");
				this.tally.count("fault: " + name);
			}
			return hit;
		}, action);
	}

	private static Map<String, FaultAction> faults() {
		return Map.ofEntries(Map.entry("lost request", FaultAction.dropBefore()),
				Map.entry("lost answer", FaultAction.dropAfter()), Map.entry("duplicate", FaultAction.duplicate()),
				Map.entry("delay", FaultAction.delay(Duration.ofMillis(50))),
				Map.entry("no leader", error(error().setNotLeader(Errorpb.NotLeader.getDefaultInstance()))),
				Map.entry("region not found",
						error(error().setRegionNotFound(Errorpb.RegionNotFound.getDefaultInstance()))),
				Map.entry("epoch", error(error().setEpochNotMatch(Errorpb.EpochNotMatch.getDefaultInstance()))),
				Map.entry("store", error(error().setStoreNotMatch(Errorpb.StoreNotMatch.getDefaultInstance()))),
				Map.entry("busy", error(error().setServerIsBusy(Errorpb.ServerIsBusy.newBuilder().setBackoffMs(5)))),
				Map.entry("stale command", error(error().setStaleCommand(Errorpb.StaleCommand.getDefaultInstance()))),
				Map.entry("max ts",
						error(error().setMaxTimestampNotSynced(Errorpb.MaxTimestampNotSynced.getDefaultInstance()))),
				Map.entry("unknown error", error(error())));
	}

	private static Errorpb.Error.Builder error() {
		return Errorpb.Error.newBuilder().setMessage("made by the soak");
	}

	private static FaultAction error(Errorpb.Error.Builder error) {
		return FaultAction.regionError(error.build());
	}

	@Override
	public String name() {
		return "memory";
	}

	@Override
	public String address() {
		return this.server.address();
	}

	@Override
	public void disturb(Random random) {
		Key key = Layout.any(random);
		Regions regions = this.server.regions();
		int choice = random.nextInt(100);
		if (choice < 2) {
			this.tally.count("restarts");
			this.server.restart();
		}
		else if (choice < 4) {
			this.tally.count("clock jumps");
			this.server.faults().advanceClock(Duration.ofMillis(1000 + random.nextInt(4000)));
		}
		else if (choice < 10) {
			this.tally.count("elections");
			regions.loseLeader(key.bytes());
			LockSupport.parkNanos(ELECTION_NANOS);
			regions.transferLeader(key.bytes(), 1 + random.nextInt(STORES));
		}
		else if (choice < 40) {
			this.tally.count("moves");
			regions.transferLeader(key.bytes(), 1 + random.nextInt(STORES));
		}
		else {
			splitOrMerge(regions, key, random);
		}
	}

	private void splitOrMerge(Regions regions, Key key, Random random) {
		if (regions.all().size() < MOST_REGIONS && random.nextBoolean()) {
			this.tally.count("splits");
			regions.split(key.bytes());
		}
		else if (!regions.of(key.bytes()).range().end().isEmpty()) {
			this.tally.count("merges");
			regions.merge(key.bytes());
		}
	}

	@Override
	public long pauseNanos(Random random) {
		return TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(800));
	}

	@Override
	public void calm() {
		this.server.faults().clear();
	}

	@Override
	public void close() {
		this.server.close();
	}

}
