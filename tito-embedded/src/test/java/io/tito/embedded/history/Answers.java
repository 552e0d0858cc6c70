package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.tikv.kvproto.Kvrpcpb.BatchGetResponse;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksResponse;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.CleanupResponse;
import org.tikv.kvproto.Kvrpcpb.CommitResponse;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.MvccGetByKeyResponse;
import org.tikv.kvproto.Kvrpcpb.MvccLock;
import org.tikv.kvproto.Kvrpcpb.MvccWrite;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockResponse;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.kvproto.Kvrpcpb.ScanLockResponse;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Responses as texts, in the words of the model.
 */
final class Answers {

	private final long base;

	private final Errors errors;

	Answers(String prefix, long base) {
		this.base = base;
		this.errors = new Errors(prefix, base);
	}

	Errors errors() {
		return this.errors;
	}

	private String key(ByteString key) {
		return this.errors.key(key);
	}

	long ts(long timestamp) {
		return Time.ofWire(timestamp, this.base);
	}

	String of(PrewriteResponse response) {
		return response.getErrorsList().isEmpty()
				? Text.prewritten(ts(response.getMinCommitTs()), ts(response.getOnePcCommitTs()))
				: this.errors.of(response.getErrorsList());
	}

	String of(CommitResponse response) {
		return response.hasError() ? this.errors.of(response.getError())
				: Text.committed(ts(response.getCommitVersion()));
	}

	String of(CleanupResponse response) {
		if (response.hasError()) {
			return this.errors.of(response.getError());
		}
		return (response.getCommitVersion() != 0) ? Text.committed(ts(response.getCommitVersion())) : Text.OK;
	}

	String of(CheckTxnStatusResponse response) {
		return response.hasError() ? this.errors.of(response.getError())
				: Text.status(ts(response.getCommitVersion()), response.getLockTtl(), response.getAction(),
						response.hasLockInfo() ? this.errors.view(response.getLockInfo()) : null);
	}

	String of(CheckSecondaryLocksResponse response, int asked) {
		if (response.hasError()) {
			return this.errors.of(response.getError());
		}
		return (response.getLocksCount() == asked)
				? "allLocked " + response.getLocksList().stream().map(this.errors::view).toList()
				: "decided " + ts(response.getCommitTs());
	}

	String of(TxnHeartBeatResponse response) {
		return response.hasError() ? this.errors.of(response.getError()) : "alive " + response.getLockTtl();
	}

	String of(PessimisticLockResponse response, Step.Lock request) {
		if (response.getErrorsCount() > 0) {
			return this.errors.of(response.getErrorsList());
		}
		List<String> found = new ArrayList<>();
		for (int i = 0; i < request.keys().size(); i++) {
			boolean reports = request.returnsValues() || request.checksExistence();
			boolean present = reports && !response.getNotFounds(i);
			String value = request.returnsValues() ? response.getValues(i).toStringUtf8() : "";
			found.add(PessimisticModel.found(request, present ? value : null));
		}
		return "pessimisticallyLocked " + found;
	}

	String of(ScanLockResponse response) {
		return response.hasError() ? this.errors.of(response.getError())
				: "locks " + response.getLocksList().stream().map(this.errors::view).toList();
	}

	String of(GetResponse response, String key) {
		return response.hasError() ? this.errors.of(response.getError())
				: Text.value(key, response.getNotFound() ? null : response.getValue().toStringUtf8());
	}

	String of(BatchGetResponse response) {
		return response.hasError() ? this.errors.of(response.getError()) : rows(response.getPairsList());
	}

	String rows(List<KvPair> pairs) {
		return "rows " + pairs.stream().map(this::row).toList();
	}

	private String row(KvPair pair) {
		return pair.hasError() ? this.errors.of(pair.getError()) + key(pair.getKey())
				: key(pair.getKey()) + "=" + pair.getValue().toStringUtf8();
	}

	String of(MvccGetByKeyResponse response, String name) {
		String lock = response.getInfo().hasLock() ? lock(response.getInfo().getLock()).dump() : "";
		return name + " [" + lock + "] "
				+ response.getInfo()
					.getWritesList()
					.stream()
					.map((write) -> write(write).dump())
					.collect(Collectors.joining(", "));
	}

	private ModelLock lock(MvccLock lock) {
		return new ModelLock(lock.getType(), key(lock.getPrimary()), ts(lock.getStartTs()), lock.getTtl(),
				lock.getShortValue().toStringUtf8(), ts(lock.getForUpdateTs()), lock.getTxnSize(), 0,
				lock.getUseAsyncCommit(), lock.getSecondariesList().stream().map(this::key).toList(),
				lock.getRollbackTsList().stream().map(this::ts).toList());
	}

	private ModelWrite write(MvccWrite write) {
		String value = write.getShortValue().toStringUtf8();
		boolean protects = write.getType() == Op.Rollback && value.equals("p");
		return new ModelWrite(write.getType(), ts(write.getStartTs()), ts(write.getCommitTs()), protects ? "" : value,
				protects, write.getHasOverlappedRollback());
	}

}
