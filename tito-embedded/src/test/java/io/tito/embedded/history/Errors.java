package io.tito.embedded.history;

import java.util.List;
import java.util.stream.Collectors;

import org.tikv.kvproto.Kvrpcpb.AssertionFailed;
import org.tikv.kvproto.Kvrpcpb.CommitTsExpired;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.WriteConflict;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

/**
 * Errors as texts, in the words of the model. Of debug texts only the name counts.
 */
final class Errors {

	private static final int CONFLICT_REASON = 6;

	private static final int PRIMARY_MISMATCH = 11;

	private static final int LOCK_NOT_FOUND = 12;

	private static final List<String> ABORTS = List.of("PessimisticLockNotFound", "PessimisticLockRolledBack",
			"LockTypeNotMatch", "Committed", "InvalidTxnTso", "LockIfExistsFailed", "CheckNotExists",
			"ReadBelowSafePoint");

	private final String prefix;

	private final long base;

	Errors(String prefix, long base) {
		this.prefix = prefix;
		this.base = base;
	}

	String key(ByteString key) {
		String name = key.toStringUtf8();
		return name.startsWith(this.prefix) ? name.substring(this.prefix.length()) : name;
	}

	private long ts(long timestamp) {
		return Time.ofWire(timestamp, this.base);
	}

	LockView view(LockInfo lock) {
		return new LockView(key(lock.getKey()), lock.getLockType(), key(lock.getPrimaryLock()),
				ts(lock.getLockVersion()), lock.getLockTtl(), ts(lock.getLockForUpdateTs()), lock.getTxnSize(),
				ts(lock.getMinCommitTs()), lock.getUseAsyncCommit(),
				lock.getSecondariesList().stream().map(this::key).toList());
	}

	String of(List<KeyError> errors) {
		return errors.stream().map(this::of).collect(Collectors.joining(", "));
	}

	String of(KeyError error) {
		if (error.hasLocked()) {
			return Text.locked(view(error.getLocked()));
		}
		if (error.hasConflict()) {
			return retryable(error, conflict(error.getConflict()));
		}
		if (error.hasAlreadyExist()) {
			return Text.exists(key(error.getAlreadyExist().getKey()));
		}
		if (error.hasCommitTsExpired()) {
			return expired(error.getCommitTsExpired());
		}
		if (error.hasTxnNotFound()) {
			return Text.txnNotFound(ts(error.getTxnNotFound().getStartTs()),
					key(error.getTxnNotFound().getPrimaryKey()));
		}
		return error.hasAssertionFailed() ? assertion(error.getAssertionFailed()) : newer(error);
	}

	private static String retryable(KeyError error, String text) {
		return error.getRetryable().isEmpty() ? text + " but not retryable" : text;
	}

	private String conflict(WriteConflict conflict) {
		List<Long> reason = conflict.getUnknownFields().getField(CONFLICT_REASON).getVarintList();
		return Text.conflict(ts(conflict.getStartTs()), ts(conflict.getConflictTs()),
				ts(conflict.getConflictCommitTs()), key(conflict.getKey()), key(conflict.getPrimary()),
				reason.isEmpty() ? 0 : reason.get(0).intValue());
	}

	private String expired(CommitTsExpired expired) {
		return Text.commitTsExpired(ts(expired.getStartTs()), ts(expired.getAttemptedCommitTs()), key(expired.getKey()),
				ts(expired.getMinCommitTs()));
	}

	private String assertion(AssertionFailed failed) {
		return Text.assertion(ts(failed.getStartTs()), key(failed.getKey()), failed.getAssertion(),
				ts(failed.getExistingStartTs()), ts(failed.getExistingCommitTs()));
	}

	private String newer(KeyError error) {
		UnknownFieldSet newer = error.getUnknownFields();
		try {
			if (newer.hasField(LOCK_NOT_FOUND)) {
				ByteString key = part(newer.getField(LOCK_NOT_FOUND));
				return retryable(error, Text.lockNotFound(key(key)));
			}
			if (newer.hasField(PRIMARY_MISMATCH)) {
				return Text.primaryMismatch(view(LockInfo.parseFrom(part(newer.getField(PRIMARY_MISMATCH)))));
			}
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException("Not a message of the protocol: " + error, ex);
		}
		return abort(error);
	}

	// the first field of the message inside of a field
	private static ByteString part(UnknownFieldSet.Field field) throws InvalidProtocolBufferException {
		return UnknownFieldSet.parseFrom(field.getLengthDelimitedList().get(0))
			.getField(1)
			.getLengthDelimitedList()
			.get(0);
	}

	private static String abort(KeyError error) {
		return ABORTS.stream()
			.filter((name) -> error.getAbort().toLowerCase().contains(name.toLowerCase()))
			.findFirst()
			.map(Text::abort)
			.orElseGet(error::toString);
	}

}
