package io.tito.embedded.conformance;

import io.tito.embedded.wire.Notation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksResponse;
import org.tikv.kvproto.Kvrpcpb.ResolveLockRequest;
import org.tikv.kvproto.Kvrpcpb.ResolveLockResponse;
import org.tikv.kvproto.Kvrpcpb.TxnInfo;

import static io.tito.embedded.wire.Notation.lock;
import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * KvCheckSecondaryLocks, KvScanLock and KvResolveLock.
 */
class ResolveTests extends ConformanceTestBase {

	@Scenario(105)
	void listsTheLocksIfAllAreThere() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		CheckSecondaryLocksResponse response = this.wire.secondaries(10, "a", "b");
		assertThat(response.getLocksCount()).isEqualTo(2);
		assertThat(response.getCommitTs()).isZero();
	}

	@Scenario(106)
	void tellsTheCommitOfOne() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		this.wire.commit(10, 20, "b");
		assertThat(this.wire.secondaries(10, "a", "b"))
			.isEqualTo(CheckSecondaryLocksResponse.newBuilder().setCommitTs(this.wire.at(20)).build());
	}

	@Scenario(107)
	void rollsBackIfOneIsMissing() {
		this.wire.prewritten(10, put("a", "v"));
		assertThat(this.wire.secondaries(10, "a", "b")).isEqualTo(CheckSecondaryLocksResponse.getDefaultInstance());
		assertThat(this.wire.writes("b")).containsExactly("Rollback 10->10p");
		assertThat(Notation.reason(this.wire.send(this.wire.prewrite(10, put("b", "v"))).getErrors(0))).isEqualTo(3);
	}

	@Scenario(111)
	void scansLocksByAgeLimitAndRange() {
		this.wire.prewritten(10, put("a", "v"));
		this.wire.prewritten(15, put("b", "v"));
		this.wire.prewritten(20, put("c", "v"));
		assertThat(this.wire.scanLocks(15, 0, "", "")).containsExactly("a@10", "b@15");
		assertThat(this.wire.scanLocks(15, 1, "", "")).containsExactly("a@10");
		assertThat(this.wire.scanLocks(50, 0, "b", "c")).containsExactly("b@15");
		assertThat(this.wire.scanLocks(50, 0, "b", "")).containsExactly("b@15", "c@20");
	}

	@Scenario(112)
	void scansLocksThatWriteNothing() {
		this.wire.prewritten(15, lock("b"));
		assertThat(this.wire.scanLocks(15, 0, "", "")).containsExactly("b@15");
	}

	@Scenario({ 113, 119 })
	void commitsAllLocksOfATransaction() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		this.wire.prewritten(11, put("c", "v"));
		assertThat(this.wire.resolve(10, 20)).isEqualTo(ResolveLockResponse.getDefaultInstance());
		assertThat(this.wire.resolve(10, 20)).isEqualTo(ResolveLockResponse.getDefaultInstance());
		assertThat(this.wire.read("b", 20)).isEqualTo("v");
		assertThat(this.wire.scanLocks(50, 0, "", "")).containsExactly("c@11");
	}

	@Scenario(114)
	void rollsBackAllLocksOfATransaction() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		this.wire.resolve(10, 0);
		assertThat(this.wire.scanLocks(50, 0, "", "")).isEmpty();
		assertThat(this.wire.read("a", 50)).isEqualTo("-");
		assertThat(this.wire.writes("b")).containsExactly("Rollback 10->10");
	}

	@Scenario(115)
	void resolvesOnlyTheKeysNamed() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		this.wire.resolve(10, 20, "a");
		assertThat(this.wire.read("a", 20)).isEqualTo("v");
		assertThat(this.wire.scanLocks(50, 0, "", "")).containsExactly("b@10");
	}

	@Scenario(116)
	void refusesToCommitWhatWasNeverLocked() {
		assertThat(this.wire.resolve(10, 20, "a").getError().getRetryable()).contains("TxnLockNotFound");
	}

	@Test
	@DisplayName("1.10: to roll back a key that is committed is an error")
	void refusesToRollBackWhatIsCommitted() {
		this.wire.committed(10, 20, put("a", "v"));
		assertThat(this.wire.resolve(10, 0, "a").getError().getAbort()).contains("Committed");
	}

	@Test
	@DisplayName("1.10: a commit timestamp must be after the start")
	void refusesACommitBeforeTheStart() {
		this.wire.prewritten(10, put("a", "v"));
		assertThat(this.wire.resolve(10, 9, "a").getError().getAbort()).contains("InvalidTxnTso");
		assertThat(this.wire.resolve(10, 10).getError().getAbort()).contains("InvalidTxnTso");
	}

	@Scenario(117)
	void resolvesSeveralTransactions() {
		this.wire.prewritten(10, put("a", "v"));
		this.wire.prewritten(11, put("b", "v"));
		this.wire.prewritten(12, put("c", "v"));
		ResolveLockRequest.Builder request = ResolveLockRequest.newBuilder()
			.addTxnInfos(TxnInfo.newBuilder().setTxn(this.wire.at(10)).setStatus(this.wire.at(20)))
			.addTxnInfos(TxnInfo.newBuilder().setTxn(this.wire.at(11)));
		assertThat(this.wire.send(request)).isEqualTo(ResolveLockResponse.getDefaultInstance());
		assertThat(this.wire.read("a", 20)).isEqualTo("v");
		assertThat(this.wire.read("b", 20)).isEqualTo("-");
		assertThat(this.wire.scanLocks(50, 0, "", "")).containsExactly("c@12");
	}

}
