package io.tito.listener.schedule;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.tito.client.Timestamp;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.FaultAction;
import io.tito.embedded.pd.Regions;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.shade.com.google.protobuf.Message;

/**
 * What a network and a cluster in trouble do to requests, each now and then: they lose
 * requests or answers, repeat requests, answer with region errors, and split, merge and
 * move regions just before a request arrives. Acknowledgements lose their answers more
 * often. Thread-safe.
 */
final class Disturbance {

	private static final List<String> RPCS = List.of("KvPrewrite", "KvCommit", "KvScan", "KvGet", "KvBatchGet",
			"KvCheckTxnStatus", "KvResolveLock", "KvPessimisticLock", "KvCheckSecondaryLocks");

	private static final List<String> PLACES = List.of("event", "group", "lane", "parked", "member", "late", "data");

	/** How many stores the server has to have. */
	static final int STORES = 3;

	private final EmbeddedTikv server;

	private final Random random;

	private final Namespace namespace;

	private final AtomicInteger met = new AtomicInteger();

	private final Starts starts = new Starts();

	Disturbance(EmbeddedTikv server, Random random, Namespace namespace) {
		this.server = server;
		this.random = random;
		this.namespace = namespace;
	}

	void begin() {
		// first, for a request is compared with no more once something has chosen it
		this.server.faults().onEvery("KvPrewrite", this.starts::see, FaultAction.dropBefore());
		for (String rpc : RPCS) {
			on(rpc, 60, FaultAction.before(this::changeRegions));
			on(rpc, 150, FaultAction.dropBefore());
			on(rpc, 150, FaultAction.dropAfter());
			on(rpc, 150, FaultAction.duplicate());
			on(rpc, 150, FaultAction.regionError(error().setServerIsBusy(Errorpb.ServerIsBusy.newBuilder()).build()));
			on(rpc, 150, FaultAction.regionError(error().setStaleCommand(Errorpb.StaleCommand.newBuilder()).build()));
			on(rpc, 150, FaultAction.regionError(error().setNotLeader(Errorpb.NotLeader.newBuilder()).build()));
			on(rpc, 150, FaultAction.regionError(error().setEpochNotMatch(Errorpb.EpochNotMatch.newBuilder()).build()));
		}
		this.server.faults()
			.onEvery("KvPrewrite", (request) -> isState(request) && oneIn(15), FaultAction.dropBefore());
		this.server.faults().onEvery("KvPrewrite", (request) -> isState(request) && oneIn(15), FaultAction.dropAfter());
	}

	void end() {
		this.server.faults().clear();
	}

	/**
	 * The timestamps at which more than one transaction has started.
	 */
	Set<Timestamp> sharedStarts() {
		return this.starts.shared();
	}

	/**
	 * How often something was disturbed.
	 */
	int met() {
		return this.met.get();
	}

	private void on(String rpc, int chance, FaultAction action) {
		this.server.faults().onEvery(rpc, (request) -> oneIn(chance), action);
	}

	private boolean isState(Message request) {
		String states = this.namespace.prefix("group", Node.TYPE).text();
		return ((PrewriteRequest) request).getMutationsList()
			.stream()
			.anyMatch((mutation) -> mutation.getKey().toStringUtf8().startsWith(states));
	}

	private boolean oneIn(int count) {
		synchronized (this.random) {
			boolean hit = this.random.nextInt(count) == 0;
			this.met.addAndGet(hit ? 1 : 0);
			return hit;
		}
	}

	private void changeRegions() {
		Regions regions = this.server.regions();
		int what;
		byte[] key;
		synchronized (this.random) {
			what = this.random.nextInt(4);
			key = place().bytes();
		}
		if (what < 2 && regions.all().size() < 30) {
			regions.split(key);
		}
		else if (what < 3 && !regions.of(key).range().end().isEmpty()) {
			regions.merge(key);
		}
		else {
			regions.transferLeader(key, 1 + what % STORES);
		}
	}

	private Key place() {
		String place = PLACES.get(this.random.nextInt(PLACES.size()));
		return this.random.nextBoolean() ? this.namespace.prefix(place)
				: this.namespace.key(place, Node.TYPE, "%04d".formatted(this.random.nextInt(4)));
	}

	private static Errorpb.Error.Builder error() {
		return Errorpb.Error.newBuilder();
	}

}
