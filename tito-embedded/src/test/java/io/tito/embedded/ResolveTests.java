package io.tito.embedded;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksResponse;
import org.tikv.kvproto.Kvrpcpb.ResolveLockRequest;
import org.tikv.kvproto.Kvrpcpb.ResolveLockResponse;
import org.tikv.kvproto.Kvrpcpb.TxnInfo;

import static io.tito.embedded.Wire.lock;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * KvCheckSecondaryLocks, KvScanLock and KvResolveLock.
 */
class ResolveTests extends WireTestBase {

	@Test
	@DisplayName("105: all keys locked")
	void listsTheLocksIfAllAreThere() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		CheckSecondaryLocksResponse response = this.wire.secondaries(10, "a", "b");
		assertThat(response.getLocksCount()).isEqualTo(2);
		assertThat(response.getCommitTs()).isZero();
	}

	@Test
	@DisplayName("106: one key committed decides")
	void tellsTheCommitOfOne() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		this.wire.commit(10, 20, "b");
		assertThat(this.wire.secondaries(10, "a", "b"))
			.isEqualTo(CheckSecondaryLocksResponse.newBuilder().setCommitTs(20).build());
	}

	@Test
	@DisplayName("107: one key missing rolls the transaction back for good")
	void rollsBackIfOneIsMissing() {
		this.wire.prewritten(10, put("a", "v"));
		assertThat(this.wire.secondaries(10, "a", "b")).isEqualTo(CheckSecondaryLocksResponse.getDefaultInstance());
		assertThat(this.wire.writes("b")).containsExactly("Rollback 10->10p");
		assertThat(this.wire.send(this.wire.prewrite(10, put("b", "v"))).getErrors(0).getRetryable())
			.contains("SelfRolledBack");
	}

	@Test
	@DisplayName("111, 112: locks by age, range and limit, of all types")
	void scansLocks() {
		this.wire.prewritten(10, put("a", "v"));
		this.wire.prewritten(15, lock("b"));
		this.wire.prewritten(20, put("c", "v"));
		assertThat(this.wire.scanLocks(15, 0, "", "")).containsExactly("a@10", "b@15");
		assertThat(this.wire.scanLocks(15, 1, "", "")).containsExactly("a@10");
		assertThat(this.wire.scanLocks(50, 0, "b", "c")).containsExactly("b@15");
		assertThat(this.wire.scanLocks(50, 0, "b", "")).containsExactly("b@15", "c@20");
	}

	@Test
	@DisplayName("113, 119: all locks of a transaction in the region, repeatable")
	void commitsAllLocksOfATransaction() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		this.wire.prewritten(11, put("c", "v"));
		assertThat(this.wire.resolve(10, 20)).isEqualTo(ResolveLockResponse.getDefaultInstance());
		assertThat(this.wire.resolve(10, 20)).isEqualTo(ResolveLockResponse.getDefaultInstance());
		assertThat(this.wire.read("b", 20)).isEqualTo("v");
		assertThat(this.wire.scanLocks(50, 0, "", "")).containsExactly("c@11");
	}

	@Test
	@DisplayName("114: without a commit timestamp they are rolled back")
	void rollsBackAllLocksOfATransaction() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		this.wire.resolve(10, 0);
		assertThat(this.wire.scanLocks(50, 0, "", "")).isEmpty();
		assertThat(this.wire.read("a", 50)).isEqualTo("-");
		assertThat(this.wire.writes("b")).containsExactly("Rollback 10->10");
	}

	@Test
	@DisplayName("115: only the keys that are named")
	void resolvesOnlyTheKeysNamed() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		this.wire.resolve(10, 20, "a");
		assertThat(this.wire.read("a", 20)).isEqualTo("v");
		assertThat(this.wire.scanLocks(50, 0, "", "")).containsExactly("b@10");
	}

	@Test
	@DisplayName("116: to commit a key that was never locked is an error")
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

	@Test
	@DisplayName("117: several transactions at once")
	void resolvesSeveralTransactions() {
		this.wire.prewritten(10, put("a", "v"));
		this.wire.prewritten(11, put("b", "v"));
		this.wire.prewritten(12, put("c", "v"));
		ResolveLockRequest.Builder request = ResolveLockRequest.newBuilder()
			.addTxnInfos(TxnInfo.newBuilder().setTxn(10).setStatus(20))
			.addTxnInfos(TxnInfo.newBuilder().setTxn(11));
		assertThat(this.wire.send(request)).isEqualTo(ResolveLockResponse.getDefaultInstance());
		assertThat(this.wire.read("a", 20)).isEqualTo("v");
		assertThat(this.wire.read("b", 20)).isEqualTo("-");
		assertThat(this.wire.scanLocks(50, 0, "", "")).containsExactly("c@12");
	}

}
