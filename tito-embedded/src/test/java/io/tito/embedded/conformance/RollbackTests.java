package io.tito.embedded.conformance;

import io.tito.embedded.wire.Notation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.CleanupResponse;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;

import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

class RollbackTests extends ConformanceTestBase {

	private void assertSelfRolledBack(PrewriteResponse response, long start) {
		assertThat(response.getErrors(0).getConflict().getConflictCommitTs()).isEqualTo(this.wire.at(start));
		assertThat(Notation.reason(response.getErrors(0))).isEqualTo(3);
	}

	@Scenario({ 77, 78 })
	void rollsBackForGood() {
		this.wire.prewritten(10, put("k", "v"));
		this.wire.rolledBack(10, "k");
		this.wire.rolledBack(10, "k");
		assertThat(this.wire.read("k", 20)).isEqualTo("-");
		assertSelfRolledBack(this.wire.send(this.wire.prewrite(10, put("k", "v"))), 10);
	}

	@Scenario({ 79, 80 })
	void doesNotRollBackWhatIsCommitted() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		this.wire.commit(10, 20, "a");
		assertThat(this.wire.rollback(10, "a").getError().getAbort()).contains("Committed");
		assertThat(this.wire.rollback(10, "b", "a").getError().getAbort()).contains("Committed");
		assertThat(this.wire.mvcc("b").getLock().getStartTs()).isEqualTo(this.wire.at(10));
	}

	@Scenario(81)
	void leavesTheLockOfAnother() {
		this.wire.prewritten(20, put("k", "v"));
		this.wire.rolledBack(10, "k");
		assertThat(this.wire.mvcc("k").getLock().getStartTs()).isEqualTo(this.wire.at(20));
		assertThat(this.wire.commit(20, 30, "k").hasError()).isFalse();
	}

	@Scenario(82)
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

	@Scenario(83)
	void collapsesRollbackRecords() {
		this.wire.rolledBack(10, "k");
		this.wire.rolledBack(11, "k");
		this.wire.rolledBack(12, "k");
		assertThat(this.wire.writes("k")).containsExactly("Rollback 12->12");
	}

	@Scenario(83)
	void keepsProtectedRollbackRecords() {
		this.wire.cleanup(10, 0, "k");
		this.wire.rolledBack(11, "k");
		this.wire.rolledBack(12, "k");
		assertThat(this.wire.writes("k")).containsExactly("Rollback 12->12", "Rollback 10->10p");
	}

	@Scenario(84)
	void cleansUpWithoutATime() {
		this.wire.prewritten(10, put("k", "v"));
		assertThat(this.wire.cleanup(10, 0, "k")).isEqualTo(CleanupResponse.getDefaultInstance());
		assertSelfRolledBack(this.wire.send(this.wire.prewrite(10, put("k", "v"))), 10);
	}

	@Scenario(85)
	void leavesALockThatIsAlive() {
		this.wire.prewritten(Notation.ms(100), put("k", "v"));
		long end = Notation.ms(100 + Notation.TTL);
		assertThat(this.wire.cleanup(Notation.ms(100), end, "k").getError().hasLocked()).isTrue();
		assertThat(this.wire.cleanup(Notation.ms(100), end + Notation.ms(1), "k"))
			.isEqualTo(CleanupResponse.getDefaultInstance());
	}

	@Scenario(86)
	void saysWhenItWasCommitted() {
		this.wire.committed(10, 20, put("k", "v"));
		assertThat(this.wire.cleanup(10, 0, "k"))
			.isEqualTo(CleanupResponse.newBuilder().setCommitVersion(this.wire.at(20)).build());
	}

	@Scenario(87)
	void protectsAgainstALatePrewrite() {
		assertThat(this.wire.cleanup(10, 0, "k")).isEqualTo(CleanupResponse.getDefaultInstance());
		assertThat(this.wire.writes("k")).containsExactly("Rollback 10->10p");
	}

	@Test
	@DisplayName("1: a rollback is not lost to an async commit that gets its timestamp")
	void remembersARollbackInTheLockOfAnAsyncCommit() {
		long start = this.wire.timestamp();
		long least = this.wire
			.since(this.wire.send(this.wire.prewrite(start, put("k", "v")).setUseAsyncCommit(true)).getMinCommitTs());
		this.wire.cleanup(least, 0, "k");
		assertThat(this.wire.mvcc("k").getLock().getRollbackTsList()).containsExactly(this.wire.at(least));
		this.wire.commit(start, least, "k");
		assertThat(this.wire.writes("k")).containsExactly("Put " + start + "->" + least + "+");
		assertSelfRolledBack(this.wire.send(this.wire.prewrite(least, put("k", "x"))), least);
	}

}
