package io.tito.embedded.conformance;

import io.tito.embedded.wire.Notation;
import org.tikv.kvproto.Kvrpcpb.Action;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatResponse;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

import static io.tito.embedded.wire.Notation.LATEST;
import static io.tito.embedded.wire.Notation.ms;
import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * KvCheckTxnStatus and KvTxnHeartBeat.
 */
class TransactionStatusTests extends ConformanceTestBase {

	private static final long START = ms(100);

	private static final int VERIFY_IS_PRIMARY = 9;

	private void locked() {
		assertThat(this.wire.send(this.wire.prewrite(START, put("k", "v")).setLockTtl(100)).getErrorsList()).isEmpty();
	}

	private static CheckTxnStatusResponse decided(Action action) {
		return CheckTxnStatusResponse.newBuilder().setAction(action).build();
	}

	private void assertRolledBackForGood() {
		assertThat(this.wire.commit(START, ms(500), "k").getError().getRetryable()).contains("TxnLockNotFound");
		assertThat(Notation.reason(this.wire.send(this.wire.prewrite(START, put("k", "v"))).getErrors(0))).isEqualTo(3);
	}

	@Scenario(88)
	void isAliveAtTheEndOfItsTime() {
		locked();
		CheckTxnStatusResponse status = this.wire.status("k", START, 0, ms(200));
		assertThat(status.getLockTtl()).isEqualTo(100);
		assertThat(status.getLockInfo().getLockVersion()).isEqualTo(this.wire.at(START));
		assertThat(status.getCommitVersion()).isZero();
	}

	@Scenario(89)
	void rollsBackAfterItsTime() {
		locked();
		assertThat(this.wire.status("k", START, 0, ms(201))).isEqualTo(decided(Action.TTLExpireRollback));
		assertThat(this.wire.writes("k")).containsExactly("Rollback " + START + "->" + START + "p");
		assertRolledBackForGood();
	}

	@Scenario(90)
	void pushesTheCommitBehindTheReader() {
		locked();
		CheckTxnStatusResponse status = this.wire.status("k", START, ms(150), ms(160));
		assertThat(status.getAction()).isEqualTo(Action.MinCommitTSPushed);
		assertThat(status.getLockInfo().getMinCommitTs()).isEqualTo(this.wire.at(ms(160)));
		assertThat(this.wire.commit(START, ms(160) - 1, "k").getError().hasCommitTsExpired()).isTrue();
		assertThat(this.wire.commit(START, ms(160), "k").hasError()).isFalse();
	}

	@Scenario(90)
	void pushesAboveTheReader() {
		locked();
		CheckTxnStatusResponse status = this.wire.status("k", START, ms(150), ms(120));
		assertThat(status.getLockInfo().getMinCommitTs()).isEqualTo(this.wire.at(ms(150) + 1));
	}

	@Scenario(91)
	void doesNotPushFurtherThanNeeded() {
		locked();
		CheckTxnStatusResponse status = this.wire.status("k", START, START, ms(160));
		assertThat(status.getAction()).isEqualTo(Action.MinCommitTSPushed);
		assertThat(status.getLockInfo().getMinCommitTs()).isEqualTo(this.wire.at(START + 1));
	}

	@Scenario({ 92, 93 })
	void pushesNothingWithoutAReader() {
		locked();
		CheckTxnStatusResponse none = this.wire.status("k", START, 0, ms(160));
		assertThat(none.getAction()).isEqualTo(Action.NoAction);
		CheckTxnStatusResponse latest = this.wire.status("k", START, LATEST, ms(160));
		assertThat(latest.getAction()).isEqualTo(Action.MinCommitTSPushed);
		assertThat(latest.getLockInfo().getMinCommitTs()).isEqualTo(this.wire.at(START + 1));
	}

	@Scenario(94)
	void cannotPushALockWithoutALeastTimestamp() {
		this.wire.send(this.wire.prewrite(START, put("k", "v")).setLockTtl(100).setMinCommitTs(0));
		assertThat(this.wire.status("k", START, ms(150), ms(160)).getAction()).isEqualTo(Action.NoAction);
		assertThat(this.wire.read("k", ms(150))).isEqualTo("locked");
	}

	@Scenario({ 95, 96 })
	void tellsWhatIsDecided() {
		this.wire.committed(10, 20, put("c", "v"));
		this.wire.rolledBack(10, "r");
		assertThat(this.wire.status("c", 10, 0, 0))
			.isEqualTo(CheckTxnStatusResponse.newBuilder().setCommitVersion(this.wire.at(20)).build());
		assertThat(this.wire.status("r", 10, 0, 0)).isEqualTo(decided(Action.NoAction));
	}

	@Scenario(97)
	void saysThatItKnowsNothing() {
		CheckTxnStatusResponse status = this.wire.status("k", START, 0, ms(200));
		assertThat(status.getError().getTxnNotFound().getStartTs()).isEqualTo(this.wire.at(START));
		assertThat(status.getError().getTxnNotFound().getPrimaryKey()).isEqualTo(this.wire.key("k"));
		assertThat(this.wire.writes("k")).isEmpty();
	}

	@Scenario(98)
	void rollsBackTheUnknown() {
		assertThat(this.wire.send(this.wire.checking("k", START, 0, ms(200)).setRollbackIfNotExist(true)))
			.isEqualTo(decided(Action.LockNotExistRollback));
		assertRolledBackForGood();
	}

	@Scenario(98)
	void rollsBackTheUnknownUnderAnotherLock() {
		this.wire.prewritten(START + 5, put("k", "other"));
		assertThat(this.wire.send(this.wire.checking("k", START, 0, ms(200)).setRollbackIfNotExist(true)))
			.isEqualTo(decided(Action.LockNotExistRollback));
		assertThat(this.wire.commit(START + 5, START + 9, "k").hasError()).isFalse();
		assertThat(this.wire.writes("k")).containsExactly("Put " + (START + 5) + "->" + (START + 9),
				"Rollback " + START + "->" + START + "p");
	}

	@Scenario(99)
	void leavesTheUnknownForAPessimisticLock() {
		assertThat(this.wire.send(this.wire.checking("k", START, 0, ms(200))
			.setRollbackIfNotExist(true)
			.setResolvingPessimisticLock(true))).isEqualTo(decided(Action.LockNotExistDoNothing));
		this.wire.prewritten(START, put("k", "v"));
	}

	@Scenario(100)
	void leavesAnExpiredAsyncCommit() {
		this.wire.send(this.wire.prewrite(START, put("k", "v"), put("s", "v"))
			.setLockTtl(100)
			.setUseAsyncCommit(true)
			.addSecondaries(this.wire.key("s")));
		CheckTxnStatusResponse status = this.wire.status("k", START, 0, ms(999));
		assertThat(status.getLockTtl()).isEqualTo(100);
		assertThat(status.getAction()).isEqualTo(Action.NoAction);
		assertThat(status.getLockInfo().getSecondariesList()).containsExactly(this.wire.key("s"));
		assertThat(this.wire.send(this.wire.checking("k", START, 0, ms(999)).setForceSyncCommit(true)))
			.isEqualTo(decided(Action.TTLExpireRollback));
	}

	@Scenario(101)
	void rollsBackAtOnceAtTheEndOfTime() {
		locked();
		assertThat(this.wire.status("k", START, 0, LATEST)).isEqualTo(decided(Action.TTLExpireRollback));
	}

	@Scenario(109)
	void livesLongerByHeartbeats() {
		locked();
		assertThat(this.wire.heartBeat("k", START, 20_000).getLockTtl()).isEqualTo(20_000);
		assertThat(this.wire.heartBeat("k", START, 500).getLockTtl()).isEqualTo(20_000);
		TxnHeartBeatResponse missing = this.wire.heartBeat("absent", START, 500);
		assertThat(missing.getError().getTxnNotFound().getStartTs()).isEqualTo(this.wire.at(START));
	}

	@Scenario(110)
	void isJudgedByWhatHeartbeatsMadeOfItsTime() {
		locked();
		this.wire.heartBeat("k", START, 20_000);
		assertThat(this.wire.status("k", START, 0, ms(20_100)).getLockTtl()).isEqualTo(20_000);
		assertThat(this.wire.status("k", START, 0, ms(20_101))).isEqualTo(decided(Action.TTLExpireRollback));
	}

	private CheckTxnStatusRequest.Builder verifying(String key) {
		return this.wire.checking(key, START, 0, START).setUnknownFields(Notation.field(VERIFY_IS_PRIMARY, 1));
	}

	private static ByteString content(UnknownFieldSet fields, int field) {
		return fields.getField(field).getLengthDelimitedList().get(0);
	}

	@Scenario(103)
	void tellsThatALockIsNotThePrimary() throws Exception {
		this.wire.prewritten(START, put("a", "v"), put("b", "v"));
		KeyError error = this.wire.send(verifying("b")).getError();
		UnknownFieldSet mismatch = UnknownFieldSet.parseFrom(content(error.getUnknownFields(), 11));
		assertThat(LockInfo.parseFrom(content(mismatch, 1)).getPrimaryLock()).isEqualTo(this.wire.key("a"));
		assertThat(this.wire.send(verifying("a")).getLockTtl()).isEqualTo(Notation.TTL);
		assertThat(this.wire.status("b", START, 0, START).getLockTtl()).isEqualTo(Notation.TTL);
	}

	@Scenario(104)
	void removesAPessimisticLockThatIsNotThePrimary() {
		PessimisticLockRequest.Builder locking = PessimisticLockRequest.newBuilder()
			.setContext(this.wire.context())
			.setStartVersion(this.wire.at(START))
			.setForUpdateTs(this.wire.at(START))
			.setLockTtl(Notation.TTL)
			.setPrimaryLock(this.wire.key("a"))
			.addMutations(Mutation.newBuilder().setOp(Op.PessimisticLock).setKey(this.wire.key("b")));
		assertThat(this.wire.kv().kvPessimisticLock(locking.build()).getErrorsList()).isEmpty();
		KeyError error = this.wire.send(verifying("b").setResolvingPessimisticLock(true)).getError();
		assertThat(error.getUnknownFields().hasField(11)).isTrue();
		assertThat(this.wire.send(verifying("b").setRollbackIfNotExist(true)))
			.isEqualTo(decided(Action.LockNotExistRollback));
		assertThat(this.wire.mvcc("b").hasLock()).isFalse();
	}

}
