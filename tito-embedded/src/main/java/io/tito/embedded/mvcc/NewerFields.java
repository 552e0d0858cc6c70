package io.tito.embedded.mvcc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.tikv.kvproto.Kvrpcpb.BatchGetRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusRequest;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

/**
 * Fields of the protocol that are newer than the messages in use: read and written by
 * their numbers, so that clients which know them find them.
 */
public final class NewerFields {

	private static final int CONTEXT_CLUSTER_ID = 35;

	private static final int GET_NEED_COMMIT_TS = 4;

	private static final int GET_COMMIT_TS = 7;

	private static final int PAIR_COMMIT_TS = 4;

	private static final int CHECK_VERIFY_IS_PRIMARY = 9;

	private static final int LOCK_ONLY_IF_EXISTS = 13;

	private static final int LOCK_WAKE_UP_MODE = 14;

	private static final int PREWRITE_FOR_UPDATE_TS_CONSTRAINTS = 16;

	private static final int CONSTRAINT_INDEX = 1;

	private static final int CONSTRAINT_FOR_UPDATE_TS = 2;

	private static final int PREWRITE_PESSIMISTIC_ACTIONS = PrewriteRequest.IS_PESSIMISTIC_LOCK_FIELD_NUMBER;

	private static final int CONFLICT_REASON = 6;

	private static final int ERROR_PRIMARY_MISMATCH = 11;

	private static final int ERROR_TXN_LOCK_NOT_FOUND = 12;

	private static final int DEADLOCK_KEY = 5;

	private static final int LOCK_SINCE_LAST_UPDATE = 11;

	private static final int MISMATCH_LOCK_INFO = 1;

	private static final int NOT_FOUND_KEY = 1;

	private NewerFields() {
	}

	/**
	 * {@code Context.cluster_id}.
	 * @param context the context
	 * @return the id, 0 if the client did not give it
	 */
	public static long clusterId(Context context) {
		return number(context, CONTEXT_CLUSTER_ID);
	}

	/**
	 * {@code GetRequest.need_commit_ts}.
	 * @param request the request
	 * @return whether the response shall carry the commit timestamp
	 */
	static boolean needsCommitTs(GetRequest request) {
		return number(request, GET_NEED_COMMIT_TS) != 0;
	}

	/**
	 * {@code BatchGetRequest.need_commit_ts}.
	 * @param request the request
	 * @return whether the pairs shall carry their commit timestamps
	 */
	static boolean needsCommitTs(BatchGetRequest request) {
		return number(request, GET_NEED_COMMIT_TS) != 0;
	}

	/**
	 * {@code KvPair.commit_ts}.
	 * @param commitTs the timestamp
	 * @return the field, to be added to a pair
	 */
	static UnknownFieldSet pairCommitTs(long commitTs) {
		return number(PAIR_COMMIT_TS, commitTs);
	}

	/**
	 * {@code GetResponse.commit_ts}.
	 * @param commitTs the timestamp
	 * @return the field, to be added to a response
	 */
	static UnknownFieldSet commitTs(long commitTs) {
		return number(GET_COMMIT_TS, commitTs);
	}

	/**
	 * {@code CheckTxnStatusRequest.verify_is_primary}.
	 * @param request the request
	 * @return whether the lock must be the primary one
	 */
	static boolean verifiesPrimary(CheckTxnStatusRequest request) {
		return number(request, CHECK_VERIFY_IS_PRIMARY) != 0;
	}

	/**
	 * {@code PessimisticLockRequest.lock_only_if_exists}.
	 * @param request the request
	 * @return whether keys without a value stay unlocked
	 */
	static boolean locksOnlyIfExists(PessimisticLockRequest request) {
		return number(request, LOCK_ONLY_IF_EXISTS) != 0;
	}

	/**
	 * {@code PessimisticLockRequest.wake_up_mode}.
	 * @param request the request
	 * @return whether the key is to be locked even if there is a newer version
	 */
	static boolean forcesLock(PessimisticLockRequest request) {
		return number(request, LOCK_WAKE_UP_MODE) == 1;
	}

	/**
	 * {@code PrewriteRequest.for_update_ts_constraints}.
	 * @param request the request
	 * @return by the index of a mutation, the {@code for_update_ts} that its pessimistic
	 * lock must have
	 */
	static Map<Integer, Long> forUpdateTsConstraints(PrewriteRequest request) {
		Map<Integer, Long> constraints = new HashMap<>();
		for (ByteString each : request.getUnknownFields()
			.getField(PREWRITE_FOR_UPDATE_TS_CONSTRAINTS)
			.getLengthDelimitedList()) {
			UnknownFieldSet constraint = parse(each);
			constraints.put((int) number(constraint, CONSTRAINT_INDEX), number(constraint, CONSTRAINT_FOR_UPDATE_TS));
		}
		return constraints;
	}

	private static UnknownFieldSet parse(ByteString message) {
		try {
			return UnknownFieldSet.parseFrom(message);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException("A field of the request cannot be read", ex);
		}
	}

	/**
	 * {@code PrewriteRequest.pessimistic_actions}. It was a list of booleans once, which
	 * the messages in use cannot tell from numbers greater than one: whoever parses a
	 * request notes them with {@link #withPessimisticActions}.
	 * @param request the request
	 * @return the numbers, one per mutation; possibly none
	 */
	static List<Long> pessimisticActions(PrewriteRequest request) {
		List<Long> noted = request.getUnknownFields().getField(PREWRITE_PESSIMISTIC_ACTIONS).getVarintList();
		return !noted.isEmpty() ? noted
				: request.getIsPessimisticLockList().stream().map((isLocked) -> isLocked ? 1L : 0L).toList();
	}

	/**
	 * Note the pessimistic actions of a request as they came.
	 * @param request the request
	 * @param actions their numbers
	 * @return the request, to be handled here and not to be sent
	 */
	public static PrewriteRequest withPessimisticActions(PrewriteRequest request, List<Long> actions) {
		UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
		actions.forEach(field::addVarint);
		return request.toBuilder()
			.mergeUnknownFields(
					UnknownFieldSet.newBuilder().addField(PREWRITE_PESSIMISTIC_ACTIONS, field.build()).build())
			.build();
	}

	/**
	 * {@code WriteConflict.reason}.
	 * @param reason the reason
	 * @return the field, to be added to a conflict
	 */
	static UnknownFieldSet conflict(ConflictReason reason) {
		return number(CONFLICT_REASON, reason.number());
	}

	/**
	 * {@code KeyError.primary_mismatch}.
	 * @param lockInfo the lock that is not the primary one
	 * @return the field, to be added to an error
	 */
	static UnknownFieldSet primaryMismatch(Message lockInfo) {
		return message(ERROR_PRIMARY_MISMATCH, message(MISMATCH_LOCK_INFO, lockInfo.toByteString()).toByteString());
	}

	/**
	 * {@code KeyError.txn_lock_not_found}.
	 * @param key the key without a lock
	 * @return the field, to be added to an error
	 */
	static UnknownFieldSet txnLockNotFound(ByteString key) {
		return message(ERROR_TXN_LOCK_NOT_FOUND, message(NOT_FOUND_KEY, key).toByteString());
	}

	/**
	 * {@code Deadlock.deadlock_key}.
	 * @param key the key that the transaction has locked and another waits for
	 * @return the field, to be added to a deadlock
	 */
	static UnknownFieldSet deadlockKey(ByteString key) {
		return message(DEADLOCK_KEY, key);
	}

	/**
	 * {@code LockInfo.duration_to_last_update_ms}.
	 * @param millis how long a request has waited for the lock
	 * @return the field, to be added to a lock
	 */
	static UnknownFieldSet sinceLastUpdate(long millis) {
		return number(LOCK_SINCE_LAST_UPDATE, millis);
	}

	private static long number(Message message, int field) {
		return number(message.getUnknownFields(), field);
	}

	private static long number(UnknownFieldSet fields, int field) {
		List<Long> values = fields.getField(field).getVarintList();
		// as for known fields, the last one counts
		return values.isEmpty() ? 0 : values.get(values.size() - 1);
	}

	private static UnknownFieldSet number(int field, long value) {
		return UnknownFieldSet.newBuilder()
			.addField(field, UnknownFieldSet.Field.newBuilder().addVarint(value).build())
			.build();
	}

	private static UnknownFieldSet message(int field, ByteString content) {
		return UnknownFieldSet.newBuilder()
			.addField(field, UnknownFieldSet.Field.newBuilder().addLengthDelimited(content).build())
			.build();
	}

}
