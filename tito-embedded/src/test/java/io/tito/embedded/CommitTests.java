package io.tito.embedded;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.CommitResponse;
import org.tikv.kvproto.Kvrpcpb.CommitTsExpired;

import static io.tito.embedded.Wire.lock;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;

class CommitTests extends WireTestBase {

	private static void assertNoLock(CommitResponse response) {
		assertThat(response.getError().getRetryable()).contains("TxnLockNotFound");
		assertThat(response.getCommitVersion()).isZero();
	}

	@Test
	@DisplayName("68, 69: a commit is idempotent and echoes what it was told")
	void commitsOnceHoweverOftenItIsTold() {
		this.wire.prewritten(10, put("k", "v"));
		assertThat(this.wire.commit(10, 20, "k").getCommitVersion()).isEqualTo(20);
		assertThat(this.wire.commit(10, 20, "k").getCommitVersion()).isEqualTo(20);
		assertThat(this.wire.commit(10, 30, "k").getCommitVersion()).isEqualTo(30);
		assertThat(this.wire.writes("k")).containsExactly("Put 10->20");
	}

	@Test
	@DisplayName("70, 71, 75: without its lock there is no commit")
	void needsItsLock() {
		assertNoLock(this.wire.commit(10, 20, "k"));
		this.wire.rolledBack(10, "k");
		assertNoLock(this.wire.commit(10, 20, "k"));
		this.wire.prewritten(15, put("other", "v"));
		assertNoLock(this.wire.commit(10, 20, "other"));
		assertThat(this.wire.mvcc("other").getLock().getStartTs()).isEqualTo(15);
	}

	@Test
	@DisplayName("72: not before the least commit timestamp")
	void refusesACommitThatIsTooEarly() {
		this.wire.send(this.wire.prewrite(10, put("k", "v")).setMinCommitTs(50));
		CommitTsExpired expired = this.wire.commit(10, 40, "k").getError().getCommitTsExpired();
		assertThat(expired.getAttemptedCommitTs()).isEqualTo(40);
		assertThat(expired.getMinCommitTs()).isEqualTo(50);
		assertThat(expired.getStartTs()).isEqualTo(10);
		assertThat(this.wire.commit(10, 50, "k").hasError()).isFalse();
	}

	@Test
	@DisplayName("73: a commit timestamp must be after the start")
	void refusesACommitAtTheStart() {
		this.wire.prewritten(10, put("k", "v"));
		assertThat(this.wire.commit(10, 10, "k").getError().getAbort()).contains("InvalidTxnTso");
	}

	@Test
	@DisplayName("74: all keys or none")
	void commitsAllKeysOrNone() {
		this.wire.prewritten(10, put("a", "v"));
		assertNoLock(this.wire.commit(10, 20, "a", "missing"));
		assertThat(this.wire.mvcc("a").getLock().getStartTs()).isEqualTo(10);
		assertThat(this.wire.writes("a")).isEmpty();
	}

	@Test
	@DisplayName("76: a lock that writes nothing leaves a record that readers skip")
	void recordsAPureLock() {
		this.wire.committed(1, 2, put("k", "v"));
		this.wire.committed(10, 20, lock("k"));
		assertThat(this.wire.writes("k")).containsExactly("Lock 10->20", "Put 1->2");
		assertThat(this.wire.read("k", 25)).isEqualTo("v");
	}

}
