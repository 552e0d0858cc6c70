package io.tito.embedded;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.BatchGetRequest;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

import static io.tito.embedded.Wire.bytes;
import static io.tito.embedded.Wire.mutation;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Fields that newer clients send and expect, by their numbers.
 */
class NewerFieldsTests extends WireTestBase {

	private static UnknownFieldSet field(int number, long value) {
		return UnknownFieldSet.newBuilder()
			.addField(number, UnknownFieldSet.Field.newBuilder().addVarint(value).build())
			.build();
	}

	private static long number(Message message, int field) {
		return message.getUnknownFields().getField(field).getVarintList().get(0);
	}

	private static ByteString content(UnknownFieldSet fields, int field) {
		return fields.getField(field).getLengthDelimitedList().get(0);
	}

	@Test
	@DisplayName("a commit without a lock names the key")
	void namesTheKeyWithoutALock() throws Exception {
		KeyError error = this.wire.commit(10, 20, "k").getError();
		UnknownFieldSet notFound = UnknownFieldSet.parseFrom(content(error.getUnknownFields(), 12));
		assertThat(content(notFound, 1)).isEqualTo(bytes("k"));
		assertThat(error.getRetryable()).contains("TxnLockNotFound");
	}

	@Test
	void tellsTheCommitTimestampOfAValue() {
		this.wire.committed(10, 20, put("k", "v"));
		GetResponse response = this.wire.kv().kvGet(this.wire.reading("k", 30).setUnknownFields(field(4, 1)).build());
		assertThat(number(response, 7)).isEqualTo(20);
		assertThat(this.wire.get("k", 30).getUnknownFields().asMap()).isEmpty();
	}

	@Test
	@DisplayName("1.12: a request for another cluster, before everything else")
	void refusesRequestsForAnotherCluster() {
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> this.wire.kv()
				.kvGet(this.wire.reading("k", 10)
					.setContext(this.wire.context().toBuilder().setRegionId(99).setUnknownFields(field(35, 77)))
					.build()))
			.matches((ex) -> ex.getStatus().getCode() == Status.Code.INVALID_ARGUMENT);
		assertThat(this.wire.kv()
			.kvGet(this.wire.reading("k", 10)
				.setContext(this.wire.context().toBuilder().setUnknownFields(field(35, this.tikv.clusterId())))
				.build())
			.getNotFound()).isTrue();
	}

	@Test
	void readsThroughNoLockIfTheCommitTimestampIsAskedFor() {
		this.wire.prewritten(10, put("k", "v"));
		GetRequest.Builder request = this.wire.reading("k", 30)
			.setContext(this.wire.context().toBuilder().addCommittedLocks(10));
		assertThat(Wire.text(this.wire.kv().kvGet(request.build()))).isEqualTo("v");
		assertThat(Wire.text(this.wire.kv().kvGet(request.setUnknownFields(field(4, 1)).build()))).isEqualTo("locked");
	}

	@Test
	void tellsTheCommitTimestampsOfABatch() {
		this.wire.committed(10, 20, put("a", "v"), put("b", "v"));
		BatchGetRequest request = BatchGetRequest.newBuilder()
			.setContext(this.wire.context())
			.setVersion(30)
			.addAllKeys(Wire.bytes("a", "b", "c"))
			.setUnknownFields(field(4, 1))
			.build();
		assertThat(this.wire.kv().kvBatchGet(request).getPairsList()).extracting((pair) -> number(pair, 4))
			.containsExactly(20L, 20L);
	}

	@Test
	void tellsHowLongALockWasSeen() {
		PessimisticLockRequest.Builder request = PessimisticLockRequest.newBuilder()
			.setContext(this.wire.context())
			.setLockTtl(Wire.TTL)
			.setPrimaryLock(bytes("k"))
			.setWaitTimeout(20)
			.addMutations(mutation(Op.PessimisticLock, "k"));
		this.wire.kv().kvPessimisticLock(request.setStartVersion(10).setForUpdateTs(10).build());
		LockInfo lock = this.wire.kv()
			.kvPessimisticLock(request.setStartVersion(11).setForUpdateTs(11).build())
			.getErrors(0)
			.getLocked();
		assertThat(number(lock, 11)).isEqualTo(20);
	}

}
