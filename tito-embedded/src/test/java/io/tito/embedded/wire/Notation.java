package io.tito.embedded.wire;

import java.util.Arrays;
import java.util.List;

import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

/**
 * The short notation of the conformance scenarios.
 */
public abstract class Notation {

	public static final long LATEST = -1L;

	public static final long TTL = 3000;

	protected Notation() {
	}

	public static ByteString bytes(String text) {
		return ByteString.copyFromUtf8(text);
	}

	public static List<ByteString> bytes(String... texts) {
		return Arrays.stream(texts).map(ByteString::copyFromUtf8).toList();
	}

	/**
	 * The encoded form of a key: groups of eight bytes, each with a ninth that tells how
	 * many of them count.
	 */
	public static ByteString encoded(ByteString key) {
		int groups = key.size() / 8 + 1;
		byte[] encoded = new byte[groups * 9];
		for (int i = 0; i < groups * 8; i++) {
			encoded[i + i / 8] = (i < key.size()) ? key.byteAt(i) : 0;
		}
		for (int group = 0; group < groups; group++) {
			encoded[group * 9 + 8] = (byte) (0xff - Math.max(0, (group + 1) * 8 - key.size()));
		}
		return ByteString.copyFrom(encoded);
	}

	public static ByteString encoded(String key) {
		return encoded(bytes(key));
	}

	/**
	 * A timestamp at so many milliseconds.
	 */
	public static long ms(long millis) {
		return millis << 18;
	}

	public static Mutation.Builder mutation(Op op, String key) {
		return Mutation.newBuilder().setOp(op).setKey(bytes(key));
	}

	public static Mutation put(String key, String value) {
		return mutation(Op.Put, key).setValue(bytes(value)).build();
	}

	public static Mutation insert(String key, String value) {
		return mutation(Op.Insert, key).setValue(bytes(value)).build();
	}

	public static Mutation delete(String key) {
		return mutation(Op.Del, key).build();
	}

	public static Mutation lock(String key) {
		return mutation(Op.Lock, key).build();
	}

	public static Mutation checkNotExists(String key) {
		return mutation(Op.CheckNotExists, key).build();
	}

	/**
	 * A field by its number, for what is newer than the messages in use.
	 */
	public static UnknownFieldSet field(int number, long... values) {
		UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
		Arrays.stream(values).forEach(field::addVarint);
		return UnknownFieldSet.newBuilder().addField(number, field.build()).build();
	}

	public static long number(Message message, int field) {
		return message.getUnknownFields().getField(field).getVarintList().get(0);
	}

	/**
	 * Why a conflict is one: 1 optimistic, 2 pessimistic retry, 3 self rolled back, 4 RC
	 * check, 5 lazy uniqueness check.
	 */
	public static long reason(KeyError error) {
		return error.hasConflict() ? number(error.getConflict(), 6) : 0;
	}

	/**
	 * The value read, "-" if there is none, "locked" if a lock is in the way.
	 */
	public static String text(GetResponse response) {
		if (response.hasError()) {
			return response.getError().hasLocked() ? "locked" : response.getError().toString();
		}
		return response.getNotFound() ? "-" : response.getValue().toStringUtf8();
	}

}
