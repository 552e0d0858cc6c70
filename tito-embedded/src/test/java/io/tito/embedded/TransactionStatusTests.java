package io.tito.embedded;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.Action;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatResponse;

import static io.tito.embedded.Wire.LATEST;
import static io.tito.embedded.Wire.ms;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * KvCheckTxnStatus and KvTxnHeartBeat.
 */
class TransactionStatusTests extends WireTestBase {

	private static final long START = ms(100);

	private void locked() {
		assertThat(this.wire.send(this.wire.prewrite(START, put("k", "v")).setLockTtl(100)).getErrorsList()).isEmpty();
	}

	private static CheckTxnStatusResponse decided(Action action) {
		return CheckTxnStatusResponse.newBuilder().setAction(action).build();
	}

	private void assertRolledBackForGood() {
		assertThat(this.wire.commit(START, ms(500), "k").getError().getRetryable()).contains("TxnLockNotFound");
		assertThat(this.wire.send(this.wire.prewrite(START, put("k", "v"))).getErrors(0).getRetryable())
			.contains("SelfRolledBack");
	}

	@Test
	@DisplayName("88: at the very end of its time a lock is alive")
	void isAliveAtTheEndOfItsTime() {
		locked();
		CheckTxnStatusResponse status = this.wire.status("k", START, 0, ms(200));
		assertThat(status.getLockTtl()).isEqualTo(100);
		assertThat(status.getLockInfo().getLockVersion()).isEqualTo(START);
		assertThat(status.getCommitVersion()).isZero();
	}

	@Test
	@DisplayName("89: after its time it is rolled back")
	void rollsBackAfterItsTime() {
		locked();
		assertThat(this.wire.status("k", START, 0, ms(201))).isEqualTo(decided(Action.TTLExpireRollback));
		assertThat(this.wire.writes("k")).containsExactly("Rollback " + START + "->" + START + "p");
		assertRolledBackForGood();
	}

	@Test
	@DisplayName("90: a reader pushes the commit behind itself")
	void pushesTheCommitBehindTheReader() {
		locked();
		CheckTxnStatusResponse status = this.wire.status("k", START, ms(150), ms(160));
		assertThat(status.getAction()).isEqualTo(Action.MinCommitTSPushed);
		assertThat(status.getLockInfo().getMinCommitTs()).isEqualTo(ms(160));
		assertThat(this.wire.commit(START, ms(160) - 1, "k").getError().hasCommitTsExpired()).isTrue();
		assertThat(this.wire.commit(START, ms(160), "k").hasError()).isFalse();
	}

	@Test
	@DisplayName("90: at least one above the reader")
	void pushesAboveTheReader() {
		locked();
		CheckTxnStatusResponse status = this.wire.status("k", START, ms(150), ms(120));
		assertThat(status.getLockInfo().getMinCommitTs()).isEqualTo(ms(150) + 1);
	}

	@Test
	@DisplayName("91: a reader before the least commit timestamp need not push")
	void doesNotPushFurtherThanNeeded() {
		locked();
		CheckTxnStatusResponse status = this.wire.status("k", START, START, ms(160));
		assertThat(status.getAction()).isEqualTo(Action.MinCommitTSPushed);
		assertThat(status.getLockInfo().getMinCommitTs()).isEqualTo(START + 1);
	}

	@Test
	@DisplayName("92, 93: no reader pushes nothing, a reader of the latest need not")
	void pushesNothingWithoutAReader() {
		locked();
		CheckTxnStatusResponse none = this.wire.status("k", START, 0, ms(160));
		assertThat(none.getAction()).isEqualTo(Action.NoAction);
		CheckTxnStatusResponse latest = this.wire.status("k", START, LATEST, ms(160));
		assertThat(latest.getAction()).isEqualTo(Action.MinCommitTSPushed);
		assertThat(latest.getLockInfo().getMinCommitTs()).isEqualTo(START + 1);
	}

	@Test
	@DisplayName("94: a lock without a least commit timestamp cannot be pushed")
	void cannotPushALockWithoutALeastTimestamp() {
		this.wire.send(this.wire.prewrite(START, put("k", "v")).setLockTtl(100).setMinCommitTs(0));
		assertThat(this.wire.status("k", START, ms(150), ms(160)).getAction()).isEqualTo(Action.NoAction);
		assertThat(this.wire.read("k", ms(150))).isEqualTo("locked");
	}

	@Test
	@DisplayName("95, 96: what is decided is told")
	void tellsWhatIsDecided() {
		this.wire.committed(10, 20, put("c", "v"));
		this.wire.rolledBack(10, "r");
		assertThat(this.wire.status("c", 10, 0, 0))
			.isEqualTo(CheckTxnStatusResponse.newBuilder().setCommitVersion(20).build());
		assertThat(this.wire.status("r", 10, 0, 0)).isEqualTo(decided(Action.NoAction));
	}

	@Test
	@DisplayName("97: of the unknown nothing is known")
	void saysThatItKnowsNothing() {
		CheckTxnStatusResponse status = this.wire.status("k", START, 0, ms(200));
		assertThat(status.getError().getTxnNotFound().getStartTs()).isEqualTo(START);
		assertThat(status.getError().getTxnNotFound().getPrimaryKey()).isEqualTo(Wire.bytes("k"));
		assertThat(this.wire.writes("k")).isEmpty();
	}

	@Test
	@DisplayName("98: the unknown is rolled back if asked for")
	void rollsBackTheUnknown() {
		assertThat(this.wire.send(this.wire.checking("k", START, 0, ms(200)).setRollbackIfNotExist(true)))
			.isEqualTo(decided(Action.LockNotExistRollback));
		assertRolledBackForGood();
	}

	@Test
	@DisplayName("98: under the lock of another transaction too")
	void rollsBackTheUnknownUnderAnotherLock() {
		this.wire.prewritten(START + 5, put("k", "other"));
		assertThat(this.wire.send(this.wire.checking("k", START, 0, ms(200)).setRollbackIfNotExist(true)))
			.isEqualTo(decided(Action.LockNotExistRollback));
		assertThat(this.wire.commit(START + 5, START + 9, "k").hasError()).isFalse();
		assertThat(this.wire.writes("k")).containsExactly("Put " + (START + 5) + "->" + (START + 9),
				"Rollback " + START + "->" + START + "p");
	}

	@Test
	@DisplayName("99: not if it is asked about a pessimistic lock")
	void leavesTheUnknownForAPessimisticLock() {
		assertThat(this.wire.send(this.wire.checking("k", START, 0, ms(200))
			.setRollbackIfNotExist(true)
			.setResolvingPessimisticLock(true))).isEqualTo(decided(Action.LockNotExistDoNothing));
		this.wire.prewritten(START, put("k", "v"));
	}

	@Test
	@DisplayName("100: an async commit is not rolled back by its primary alone")
	void leavesAnExpiredAsyncCommit() {
		this.wire.send(this.wire.prewrite(START, put("k", "v"), put("s", "v"))
			.setLockTtl(100)
			.setUseAsyncCommit(true)
			.addSecondaries(Wire.bytes("s")));
		CheckTxnStatusResponse status = this.wire.status("k", START, 0, ms(999));
		assertThat(status.getLockTtl()).isEqualTo(100);
		assertThat(status.getAction()).isEqualTo(Action.NoAction);
		assertThat(status.getLockInfo().getSecondariesList()).containsExactly(Wire.bytes("s"));
		assertThat(this.wire.send(this.wire.checking("k", START, 0, ms(999)).setForceSyncCommit(true)))
			.isEqualTo(decided(Action.TTLExpireRollback));
	}

	@Test
	@DisplayName("101: the end of time rolls back at once")
	void rollsBackAtOnceAtTheEndOfTime() {
		locked();
		assertThat(this.wire.status("k", START, 0, LATEST)).isEqualTo(decided(Action.TTLExpireRollback));
	}

	@Test
	@DisplayName("109, 110: a heartbeat makes a lock live longer, never shorter")
	void livesLongerByHeartbeats() {
		locked();
		assertThat(this.wire.heartBeat("k", START, 20_000).getLockTtl()).isEqualTo(20_000);
		assertThat(this.wire.heartBeat("k", START, 500).getLockTtl()).isEqualTo(20_000);
		assertThat(this.wire.status("k", START, 0, ms(20_100)).getLockTtl()).isEqualTo(20_000);
		assertThat(this.wire.status("k", START, 0, ms(20_101))).isEqualTo(decided(Action.TTLExpireRollback));
		TxnHeartBeatResponse missing = this.wire.heartBeat("k", START, 500);
		assertThat(missing.getError().getTxnNotFound().getStartTs()).isEqualTo(START);
	}

}
