package io.tito.embedded.conformance;

import org.tikv.kvproto.Kvrpcpb.CommitResponse;
import org.tikv.kvproto.Kvrpcpb.CommitTsExpired;

import static io.tito.embedded.wire.Notation.lock;
import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

class CommitTests extends ConformanceTestBase {

	private static void assertNoLock(CommitResponse response) {
		assertThat(response.getError().getRetryable()).contains("TxnLockNotFound");
		assertThat(response.getCommitVersion()).isZero();
	}

	@Scenario(68)
	void commitsOnceHoweverOftenItIsTold() {
		this.wire.prewritten(10, put("k", "v"));
		assertThat(this.wire.commit(10, 20, "k").getCommitVersion()).isEqualTo(this.wire.at(20));
		assertThat(this.wire.commit(10, 20, "k").getCommitVersion()).isEqualTo(this.wire.at(20));
		assertThat(this.wire.read("k", 20)).isEqualTo("v");
	}

	@Scenario(69)
	void echoesWhatItIsToldAfterTheCommit() {
		this.wire.committed(10, 20, put("k", "v"));
		assertThat(this.wire.commit(10, 30, "k").getCommitVersion()).isEqualTo(this.wire.at(30));
		assertThat(this.wire.writes("k")).containsExactly("Put 10->20");
	}

	@Scenario({ 70, 71, 75 })
	void needsItsLock() {
		assertNoLock(this.wire.commit(10, 20, "k"));
		this.wire.rolledBack(10, "k");
		assertNoLock(this.wire.commit(10, 20, "k"));
		this.wire.prewritten(15, put("other", "v"));
		assertNoLock(this.wire.commit(10, 20, "other"));
		assertThat(this.wire.mvcc("other").getLock().getStartTs()).isEqualTo(this.wire.at(15));
	}

	@Scenario(72)
	void refusesACommitThatIsTooEarly() {
		this.wire.send(this.wire.prewrite(10, put("k", "v")).setMinCommitTs(this.wire.at(50)));
		CommitTsExpired expired = this.wire.commit(10, 40, "k").getError().getCommitTsExpired();
		assertThat(this.wire.since(expired.getAttemptedCommitTs())).isEqualTo(40);
		assertThat(this.wire.since(expired.getMinCommitTs())).isEqualTo(50);
		assertThat(this.wire.since(expired.getStartTs())).isEqualTo(10);
		assertThat(this.wire.commit(10, 50, "k").hasError()).isFalse();
	}

	@Scenario(73)
	void refusesACommitAtTheStart() {
		this.wire.prewritten(10, put("k", "v"));
		assertThat(this.wire.commit(10, 10, "k").getError().getAbort()).contains("InvalidTxnTso");
	}

	@Scenario(74)
	void commitsAllKeysOrNone() {
		this.wire.prewritten(10, put("a", "v"));
		assertNoLock(this.wire.commit(10, 20, "a", "missing"));
		assertThat(this.wire.mvcc("a").getLock().getStartTs()).isEqualTo(this.wire.at(10));
		assertThat(this.wire.writes("a")).isEmpty();
	}

	@Scenario(76)
	void recordsAPureLock() {
		this.wire.committed(1, 2, put("k", "v"));
		this.wire.committed(10, 20, lock("k"));
		assertThat(this.wire.writes("k")).containsExactly("Lock 10->20", "Put 1->2");
		assertThat(this.wire.read("k", 25)).isEqualTo("v");
	}

}
