package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.tikv.kvproto.Kvrpcpb.CommitRequest;
import org.tikv.kvproto.Kvrpcpb.CommitResponse;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * A client that reads lists and appends to some of them, in transactions of every kind,
 * and that crashes now and then after it has locked something. For one thread.
 */
final class Appender {

	private final Snapshots snapshots;

	private final ClusterClient cluster;

	private final Random random;

	private final AppendHistory history;

	Appender(ClusterClient cluster, Random random, AppendHistory history) {
		this.cluster = cluster;
		this.snapshots = new Snapshots(cluster);
		this.random = random;
		this.history = history;
	}

	private enum Protocol {

		ASYNC, TWO_PHASE, ONE_PHASE

	}

	void append() {
		long start = this.cluster.timestamp();
		List<String> keys = someKeys();
		Map<String, String> seen = this.snapshots.read(keys, start);
		AppendHistory.Entry entry = this.history.begin(start, seen);
		Map<String, String> values = new TreeMap<>();
		for (String key : keys.subList(0, this.random.nextInt(keys.size() + 1))) {
			values.put(key, seen.get(key) + entry.appendTo(key) + ",");
		}
		if (values.isEmpty()) {
			entry.committed(start);
			return;
		}
		write(entry, start, values);
	}

	private List<String> someKeys() {
		List<String> keys = new ArrayList<>(AppendHistory.KEYS);
		Collections.shuffle(keys, this.random);
		return keys.subList(0, 1 + this.random.nextInt(3));
	}

	private void write(AppendHistory.Entry entry, long start, Map<String, String> values) {
		List<String> keys = List.copyOf(values.keySet());
		// several keys may be in several regions
		Protocol protocol = (keys.size() > 1) ? Protocol.values()[this.random.nextInt(2)]
				: Protocol.values()[this.random.nextInt(3)];
		PrewriteRequest.Builder request = PrewriteRequest.newBuilder()
			.setStartVersion(start)
			.setPrimaryLock(bytes(keys.get(0)))
			.setLockTtl(1 + this.random.nextInt(4))
			.setTxnSize(keys.size())
			.setMinCommitTs(start + 1)
			.setTryOnePc(protocol == Protocol.ONE_PHASE)
			.setUseAsyncCommit(protocol == Protocol.ASYNC);
		if (protocol == Protocol.ASYNC) {
			keys.subList(1, keys.size()).forEach((key) -> request.addSecondaries(bytes(key)));
		}
		if (protocol == Protocol.ONE_PHASE) {
			onePhase(entry, request, values);
		}
		else {
			severalPhases(entry, request, values);
		}
	}

	private void onePhase(AppendHistory.Entry entry, PrewriteRequest.Builder request, Map<String, String> values) {
		values.forEach((key, value) -> request.addMutations(put(key, value)));
		PrewriteResponse response = send(request, values.keySet().iterator().next());
		if (response.getErrorsCount() > 0) {
			entry.aborted();
		}
		else {
			entry.committed(response.getOnePcCommitTs());
		}
	}

	private void severalPhases(AppendHistory.Entry entry, PrewriteRequest.Builder request, Map<String, String> values) {
		long least = request.getStartVersion() + 1;
		boolean async = request.getUseAsyncCommit();
		for (Map.Entry<String, String> value : values.entrySet()) {
			if (this.random.nextInt(15) == 0) {
				return;
			}
			PrewriteResponse response = send(
					request.clone().clearMutations().addMutations(put(value.getKey(), value.getValue())),
					value.getKey());
			if (response.getErrorsCount() > 0) {
				entry.aborted();
				return;
			}
			async &= response.getMinCommitTs() > 0;
			least = Math.max(least, response.getMinCommitTs());
		}
		if (this.random.nextInt(6) > 0) {
			commit(entry, request.getStartVersion(), async ? least : this.cluster.timestamp(), async,
					List.copyOf(values.keySet()));
		}
	}

	private void commit(AppendHistory.Entry entry, long start, long commit, boolean async, List<String> keys) {
		CommitResponse response = commit(start, commit, keys.get(0));
		if (response.getError().hasCommitTsExpired()) {
			commit(entry, start, this.cluster.timestamp(), async, keys);
			return;
		}
		if (response.hasError()) {
			if (async) {
				throw new IllegalStateException("An async commit was undone: " + response.getError());
			}
			entry.aborted();
			return;
		}
		entry.committed(commit);
		for (String key : keys.subList(1, keys.size())) {
			if (this.random.nextInt(4) > 0) {
				commit(start, commit, key);
			}
		}
	}

	private CommitResponse commit(long start, long commit, String key) {
		return this.cluster.send(key,
				(kv, context) -> kv.kvCommit(CommitRequest.newBuilder()
					.setContext(context)
					.setStartVersion(start)
					.setCommitVersion(commit)
					.addKeys(bytes(key))
					.build()),
				CommitResponse::hasRegionError);
	}

	private PrewriteResponse send(PrewriteRequest.Builder request, String key) {
		while (true) {
			PrewriteResponse response = this.cluster.send(key,
					(kv, context) -> kv.kvPrewrite(request.clone().setContext(context).build()),
					PrewriteResponse::hasRegionError);
			if (response.getErrorsList().stream().noneMatch((error) -> error.hasLocked())) {
				return response;
			}
			response.getErrorsList()
				.stream()
				.filter((error) -> error.hasLocked())
				.forEach((error) -> this.snapshots.resolve(error.getLocked(), 0));
		}
	}

	private static Mutation put(String key, String value) {
		return Mutation.newBuilder().setOp(Op.Put).setKey(bytes(key)).setValue(ByteString.copyFromUtf8(value)).build();
	}

	private static ByteString bytes(String key) {
		return ByteString.copyFromUtf8(key);
	}

}
