package io.tito.embedded.mvcc;

import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockResponse;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

/**
 * {@code PessimisticLockKeyResult}: what became of the key of a request that locks it
 * even if there is a newer version. The messages in use do not know it.
 */
final class ForceLockResult {

	private static final int RESULTS = 8;

	private static final int TYPE = 1;

	private static final int VALUE = 2;

	private static final int EXISTENCE = 3;

	private static final int LOCKED_WITH_CONFLICT_TS = 4;

	private static final long LOCKED_WITH_CONFLICT = 1;

	private static final long FAILED = 2;

	private ForceLockResult() {
	}

	/**
	 * The key is locked.
	 * @param seen the version that was read
	 * @param withValue whether its value was asked for
	 * @param withExistence whether it was asked for whether there is one
	 * @return the response
	 */
	static PessimisticLockResponse locked(@Nullable Write seen, boolean withValue, boolean withExistence) {
		UnknownFieldSet.Builder result = UnknownFieldSet.newBuilder();
		addValue(result, seen, withValue, withValue || withExistence);
		return response(result).build();
	}

	/**
	 * The key is locked as of a newer version than the request knew.
	 * @param seen that version, whatever was asked for
	 * @param conflictTs its commit timestamp
	 * @return the response
	 */
	static PessimisticLockResponse lockedWithConflict(@Nullable Write seen, long conflictTs) {
		UnknownFieldSet.Builder result = UnknownFieldSet.newBuilder();
		result.addField(TYPE, number(LOCKED_WITH_CONFLICT));
		addValue(result, seen, true, true);
		return response(result.addField(LOCKED_WITH_CONFLICT_TS, number(conflictTs))).build();
	}

	/**
	 * The key is locked by another.
	 * @return the response, without the error
	 */
	static PessimisticLockResponse.Builder failed() {
		return response(UnknownFieldSet.newBuilder().addField(TYPE, number(FAILED)));
	}

	private static void addValue(UnknownFieldSet.Builder result, @Nullable Write seen, boolean withValue,
			boolean withExistence) {
		boolean exists = seen != null && seen.type() == WriteType.PUT;
		if (withValue && exists && seen != null) {
			result.addField(VALUE, bytes(seen.value()));
		}
		if (withExistence) {
			result.addField(EXISTENCE, number(exists ? 1 : 0));
		}
	}

	private static PessimisticLockResponse.Builder response(UnknownFieldSet.Builder result) {
		return PessimisticLockResponse.newBuilder()
			.setUnknownFields(
					UnknownFieldSet.newBuilder().addField(RESULTS, bytes(result.build().toByteString())).build());
	}

	private static UnknownFieldSet.Field number(long value) {
		return UnknownFieldSet.Field.newBuilder().addVarint(value).build();
	}

	private static UnknownFieldSet.Field bytes(ByteString value) {
		return UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build();
	}

}
