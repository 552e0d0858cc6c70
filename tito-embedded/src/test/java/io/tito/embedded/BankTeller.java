package io.tito.embedded;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.tikv.kvproto.Kvrpcpb.CommitResponse;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Moves money between accounts in transactions of every kind, some of which are given up
 * half-way, and notes which ones it knows to be committed or not. For one thread.
 */
final class BankTeller {

	private static final int TRIES = 500;

	private final Wire wire;

	private final Random random;

	private final Set<String> committed = ConcurrentHashMap.newKeySet();

	private final Set<String> aborted = ConcurrentHashMap.newKeySet();

	BankTeller(Wire wire, long seed) {
		this.wire = wire;
		this.random = new Random(seed);
	}

	Set<String> committed() {
		return this.committed;
	}

	Set<String> aborted() {
		return this.aborted;
	}

	/**
	 * All rows with a prefix, as of a timestamp.
	 */
	TreeMap<String, Long> snapshot(String prefix, long at) {
		LockResolver resolver = new LockResolver(this.wire, at);
		while (true) {
			Context context = this.wire.context().toBuilder().addAllResolvedLocks(resolver.pushed()).build();
			List<KvPair> pairs = this.wire.kv()
				.kvScan(this.wire.scanning(prefix, prefix + "~", at).setLimit(10_000).setContext(context).build())
				.getPairsList();
			List<KvPair> locked = pairs.stream().filter(KvPair::hasError).toList();
			if (locked.isEmpty()) {
				TreeMap<String, Long> rows = new TreeMap<>();
				pairs.forEach((pair) -> rows.put(pair.getKey().toStringUtf8(),
						Long.parseLong(pair.getValue().toStringUtf8())));
				return rows;
			}
			locked.forEach((pair) -> resolver.meet(pair.getError().getLocked()));
		}
	}

	void transfer(String id) {
		long start = this.wire.timestamp();
		TreeMap<String, Long> accounts = snapshot("account", start);
		List<String> names = List.copyOf(accounts.keySet());
		String from = names.get(this.random.nextInt(names.size()));
		String to = names.get(this.random.nextInt(names.size()));
		if (from.equals(to)) {
			return;
		}
		Mutation[] mutations = { Wire.put(from, String.valueOf(accounts.get(from) - 1)),
				Wire.put(to, String.valueOf(accounts.get(to) + 1)), Wire.insert(id, "1") };
		// so short-lived that others give it up while it runs; 0 would look decided
		run(id, this.wire.prewrite(start, mutations).setLockTtl(1 + this.random.nextInt(3)), List.of(from, to, id));
	}

	private void run(String id, PrewriteRequest.Builder request, List<String> keys) {
		long start = request.getStartVersion();
		switch (this.random.nextInt(3)) {
			case 0 -> request.setTryOnePc(true);
			case 1 -> request.setUseAsyncCommit(true)
				.addAllSecondaries(List.of(ByteString.copyFromUtf8(keys.get(1)), ByteString.copyFromUtf8(keys.get(2))));
			default -> {
			}
		}
		PrewriteResponse response = prewrite(request);
		if (response.getErrorsCount() > 0) {
			this.wire.rolledBack(start, keys.toArray(String[]::new));
			this.aborted.add(id);
		}
		else if (response.getOnePcCommitTs() > 0) {
			this.committed.add(id);
			assertThat(this.wire.send(request).getOnePcCommitTs()).isEqualTo(response.getOnePcCommitTs());
		}
		else if (this.random.nextInt(4) > 0) {
			finish(id, start, response.getMinCommitTs(), keys);
		}
	}

	private PrewriteResponse prewrite(PrewriteRequest.Builder request) {
		LockResolver resolver = new LockResolver(this.wire, 0);
		PrewriteResponse response = this.wire.send(request);
		for (int i = 0; i < TRIES && response.getErrorsList().stream().anyMatch(KeyError::hasLocked); i++) {
			response.getErrorsList().forEach((error) -> resolver.meet(error.getLocked()));
			response = this.wire.send(request);
		}
		return response;
	}

	private void finish(String id, long start, long asyncCommit, List<String> keys) {
		long commit = (asyncCommit > 0) ? asyncCommit : this.wire.timestamp();
		CommitResponse response = this.wire.commit(start, commit, keys.get(0));
		while (response.getError().hasCommitTsExpired()) {
			commit = this.wire.timestamp();
			response = this.wire.commit(start, commit, keys.get(0));
		}
		if (response.hasError()) {
			assertThat(asyncCommit).as("nobody can undo an async commit").isZero();
			this.aborted.add(id);
			return;
		}
		this.committed.add(id);
		if (this.random.nextInt(4) > 0) {
			assertThat(this.wire.commit(start, commit, keys.get(1), keys.get(2)).hasError()).isFalse();
		}
	}

}
