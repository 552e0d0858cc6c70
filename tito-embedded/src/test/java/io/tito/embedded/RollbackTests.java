package io.tito.embedded;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.CleanupResponse;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;

import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;

class RollbackTests extends WireTestBase {

	private void assertSelfRolledBack(PrewriteResponse response, long start) {
		assertThat(response.getErrors(0).getConflict().getConflictCommitTs()).isEqualTo(start);
		assertThat(response.getErrors(0).getRetryable()).contains("SelfRolledBack");
	}

	@Test
	@DisplayName("77, 78: a rollback frees the key, stays, and may be repeated")
	void rollsBackForGood() {
		this.wire.prewritten(10, put("k", "v"));
		this.wire.rolledBack(10, "k");
		this.wire.rolledBack(10, "k");
		assertThat(this.wire.read("k", 20)).isEqualTo("-");
		assertSelfRolledBack(this.wire.send(this.wire.prewrite(10, put("k", "v"))), 10);
	}

	@Test
	@DisplayName("79, 80: what is committed is not rolled back, nor anything beside it")
	void doesNotRollBackWhatIsCommitted() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		this.wire.commit(10, 20, "a");
		assertThat(this.wire.rollback(10, "a").getError().getAbort()).contains("Committed");
		assertThat(this.wire.rollback(10, "b", "a").getError().getAbort()).contains("Committed");
		assertThat(this.wire.mvcc("b").getLock().getStartTs()).isEqualTo(10);
	}

	@Test
	@DisplayName("81: the lock of another transaction stays")
	void leavesTheLockOfAnother() {
		this.wire.prewritten(20, put("k", "v"));
		this.wire.rolledBack(10, "k");
		assertThat(this.wire.mvcc("k").getLock().getStartTs()).isEqualTo(20);
		assertThat(this.wire.commit(20, 30, "k").hasError()).isFalse();
	}

	@Test
	@DisplayName("82: a commit record at the same timestamp is marked, never overwritten")
	void marksTheRecordOfAnotherCommit() {
		this.wire.committed(15, 20, put("k", "v"));
		this.wire.rolledBack(20, "k");
		assertThat(this.wire.writes("k")).containsExactly("Put 15->20");
		assertThat(this.wire.cleanup(20, 0, "k")).isEqualTo(CleanupResponse.getDefaultInstance());
		assertThat(this.wire.writes("k")).containsExactly("Put 15->20+");
		assertThat(this.wire.read("k", 20)).isEqualTo("v");
		assertSelfRolledBack(this.wire.send(this.wire.prewrite(20, put("k", "x"))), 20);
		assertThat(this.wire.commit(20, 30, "k").getError().getRetryable()).contains("TxnLockNotFound");
	}

	@Test
	@DisplayName("83: of several rollback records that are not protected one is kept")
	void collapsesRollbackRecords() {
		this.wire.rolledBack(10, "k");
		this.wire.rolledBack(11, "k");
		this.wire.rolledBack(12, "k");
		assertThat(this.wire.writes("k")).containsExactly("Rollback 12->12");
	}

	@Test
	@DisplayName("83: protected ones are kept")
	void keepsProtectedRollbackRecords() {
		this.wire.cleanup(10, 0, "k");
		this.wire.rolledBack(11, "k");
		this.wire.rolledBack(12, "k");
		assertThat(this.wire.writes("k")).containsExactly("Rollback 12->12", "Rollback 10->10p");
	}

	@Test
	@DisplayName("84: a cleanup without a time rolls back")
	void cleansUpWithoutATime() {
		this.wire.prewritten(10, put("k", "v"));
		assertThat(this.wire.cleanup(10, 0, "k")).isEqualTo(CleanupResponse.getDefaultInstance());
		assertSelfRolledBack(this.wire.send(this.wire.prewrite(10, put("k", "v"))), 10);
	}

	@Test
	@DisplayName("85: a cleanup leaves a lock that is alive")
	void leavesALockThatIsAlive() {
		this.wire.prewritten(Wire.ms(100), put("k", "v"));
		long end = Wire.ms(100 + Wire.TTL);
		assertThat(this.wire.cleanup(Wire.ms(100), end, "k").getError().hasLocked()).isTrue();
		assertThat(this.wire.cleanup(Wire.ms(100), end + Wire.ms(1), "k"))
			.isEqualTo(CleanupResponse.getDefaultInstance());
	}

	@Test
	@DisplayName("86: a cleanup of what is committed says when")
	void saysWhenItWasCommitted() {
		this.wire.committed(10, 20, put("k", "v"));
		assertThat(this.wire.cleanup(10, 0, "k")).isEqualTo(CleanupResponse.newBuilder().setCommitVersion(20).build());
	}

	@Test
	@DisplayName("87: a cleanup of what is unknown protects against it")
	void protectsAgainstALatePrewrite() {
		assertThat(this.wire.cleanup(10, 0, "k")).isEqualTo(CleanupResponse.getDefaultInstance());
		assertThat(this.wire.writes("k")).containsExactly("Rollback 10->10p");
	}

	@Test
	@DisplayName("1: a rollback is not lost to an async commit that gets its timestamp")
	void remembersARollbackInTheLockOfAnAsyncCommit() {
		long start = this.wire.timestamp();
		long least = this.wire.send(this.wire.prewrite(start, put("k", "v")).setUseAsyncCommit(true)).getMinCommitTs();
		this.wire.cleanup(least, 0, "k");
		assertThat(this.wire.mvcc("k").getLock().getRollbackTsList()).containsExactly(least);
		this.wire.commit(start, least, "k");
		assertThat(this.wire.writes("k")).containsExactly("Put " + start + "->" + least + "+");
		assertSelfRolledBack(this.wire.send(this.wire.prewrite(least, put("k", "x"))), least);
	}

}
