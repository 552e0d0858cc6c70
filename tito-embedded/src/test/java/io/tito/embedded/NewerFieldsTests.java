package io.tito.embedded;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.Action;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockResponse;
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
	@DisplayName("36, 38, 123: conflicts say why")
	void tellsTheReasonOfAConflict() {
		this.wire.committed(10, 20, put("k", "v"));
		KeyError optimistic = this.wire.send(this.wire.prewrite(15, put("k", "w"))).getErrors(0);
		assertThat(number(optimistic.getConflict(), 6)).isEqualTo(1);
		this.wire.rolledBack(30, "k");
		KeyError rolledBack = this.wire.send(this.wire.prewrite(30, put("k", "w"))).getErrors(0);
		assertThat(number(rolledBack.getConflict(), 6)).isEqualTo(3);
	}

	@Test
	@DisplayName("70: a commit without a lock names the key")
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

	private CheckTxnStatusRequest.Builder verifying(String key) {
		return this.wire.checking(key, 10, 0, 0).setUnknownFields(field(9, 1));
	}

	@Test
	@DisplayName("103: the lock asked about is not the primary one")
	void tellsThatALockIsNotThePrimary() throws Exception {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		KeyError error = this.wire.send(verifying("b")).getError();
		UnknownFieldSet mismatch = UnknownFieldSet.parseFrom(content(error.getUnknownFields(), 11));
		assertThat(LockInfo.parseFrom(content(mismatch, 1)).getPrimaryLock()).isEqualTo(bytes("a"));
		assertThat(this.wire.send(verifying("a")).getLockTtl()).isEqualTo(Wire.TTL);
		assertThat(this.wire.status("b", 10, 0, 0).getLockTtl()).isEqualTo(Wire.TTL);
	}

	private PessimisticLockRequest.Builder locking(String key, String primary) {
		return PessimisticLockRequest.newBuilder()
			.setContext(this.wire.context())
			.setStartVersion(10)
			.setForUpdateTs(10)
			.setLockTtl(Wire.TTL)
			.setPrimaryLock(bytes(primary))
			.addMutations(mutation(Op.PessimisticLock, key));
	}

	@Test
	@DisplayName("104: a pessimistic lock that is not the primary one is removed")
	void removesAPessimisticLockThatIsNotThePrimary() {
		this.wire.kv().kvPessimisticLock(locking("b", "a").build());
		KeyError error = this.wire.send(verifying("b").setResolvingPessimisticLock(true)).getError();
		assertThat(error.getUnknownFields().hasField(11)).isTrue();
		CheckTxnStatusResponse response = this.wire.send(verifying("b").setRollbackIfNotExist(true));
		assertThat(response.getAction()).isEqualTo(Action.LockNotExistRollback);
		assertThat(this.wire.mvcc("b").hasLock()).isFalse();
	}

	@Test
	@DisplayName("129: keys without a value stay unlocked")
	void locksOnlyWhatExists() {
		this.wire.committed(1, 2, put("there", "v"));
		UnknownFieldSet onlyIfExists = field(13, 1);
		PessimisticLockResponse absent = this.wire.kv()
			.kvPessimisticLock(locking("k", "k").setReturnValues(true).setUnknownFields(onlyIfExists).build());
		assertThat(absent.getNotFoundsList()).containsExactly(true);
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		this.wire.kv()
			.kvPessimisticLock(locking("there", "k").setReturnValues(true).setUnknownFields(onlyIfExists).build());
		assertThat(this.wire.mvcc("there").hasLock()).isTrue();
		assertThat(this.wire.kv()
			.kvPessimisticLock(locking("k", "k").setUnknownFields(onlyIfExists).build())
			.getErrors(0)
			.getAbort()).contains("LockIfExistsFailed");
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

}
