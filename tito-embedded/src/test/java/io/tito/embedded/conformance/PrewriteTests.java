package io.tito.embedded.conformance;

import java.util.stream.IntStream;

import io.tito.embedded.wire.Notation;
import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.AssertionLevel;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.kvproto.Kvrpcpb.WriteConflict;
import org.tikv.shade.com.google.protobuf.ByteString;

import static io.tito.embedded.wire.Notation.checkNotExists;
import static io.tito.embedded.wire.Notation.delete;
import static io.tito.embedded.wire.Notation.insert;
import static io.tito.embedded.wire.Notation.lock;
import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

class PrewriteTests extends ConformanceTestBase {

	private KeyError error(long start, Mutation... mutations) {
		return single(this.wire.send(this.wire.prewrite(start, mutations)));
	}

	private static KeyError single(PrewriteResponse response) {
		assertThat(response.getErrorsList()).hasSize(1);
		return response.getErrors(0);
	}

	private void assertConflict(KeyError error, long start, long otherStart, long otherCommit) {
		WriteConflict conflict = error.getConflict();
		assertThat(error.getRetryable()).contains("WriteConflict");
		assertThat(this.wire.since(conflict.getStartTs())).isEqualTo(start);
		assertThat(this.wire.since(conflict.getConflictTs())).isEqualTo(otherStart);
		assertThat(this.wire.since(conflict.getConflictCommitTs())).isEqualTo(otherCommit);
	}

	@Scenario(34)
	void repeatsWithoutEffect() {
		this.wire.prewritten(10, put("k", "v"));
		this.wire.prewritten(10, put("k", "other"));
		assertThat(this.wire.mvcc("k").getLock().getShortValue()).isEqualTo(Notation.bytes("v"));
		assertThat(this.wire.writes("k")).isEmpty();
	}

	@Scenario(35)
	void reportsEveryLockAndWritesNothing() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		PrewriteResponse response = this.wire
			.send(this.wire.prewrite(11, put("a", "x"), put("free", "x"), put("b", "x")));
		assertThat(response.getErrorsList()).extracting((error) -> this.wire.name(error.getLocked().getKey()))
			.containsExactly("a", "b");
		assertThat(response.getErrorsList())
			.allMatch((error) -> error.getLocked().getLockVersion() == this.wire.at(10));
		assertThat(this.wire.mvcc("free").hasLock()).isFalse();
	}

	@Scenario(36)
	void conflictsWithANewerCommit() {
		this.wire.committed(10, 20, put("k", "v"));
		KeyError error = error(15, put("k", "x"));
		assertConflict(error, 15, 10, 20);
		assertThat(Notation.reason(error)).isEqualTo(1);
		assertThat(error.getConflict().getKey()).isEqualTo(this.wire.key("k"));
		assertThat(error.getConflict().getPrimary()).isEqualTo(this.wire.key("k"));
	}

	@Scenario(37)
	void doesNotConflictWithACommitAtTheStart() {
		this.wire.committed(10, 20, put("k", "v"));
		this.wire.prewritten(20, put("k", "x"));
	}

	@Scenario(38)
	void conflictsWithItsOwnRollback() {
		this.wire.rolledBack(10, "k");
		KeyError error = error(10, put("k", "v"));
		assertConflict(error, 10, 10, 10);
		assertThat(Notation.reason(error)).isEqualTo(3);
	}

	@Scenario(39)
	void conflictsWithANewerRollback() {
		this.wire.rolledBack(30, "r");
		assertConflict(error(20, put("r", "v")), 20, 30, 30);
	}

	@Scenario(40)
	void conflictsWithANewerRecordOfALock() {
		this.wire.committed(25, 30, lock("l"));
		assertConflict(error(20, put("l", "v")), 20, 25, 30);
	}

	@Scenario({ 41, 43 })
	void insertsWhereNothingIs() {
		this.wire.prewritten(10, insert("k", "v"));
		assertThat(this.wire.get("k", 11).getError().getLocked().getLockType()).isEqualTo(Op.Put);
		this.wire.committed(1, 2, put("d", "v"));
		this.wire.committed(3, 4, delete("d"));
		this.wire.committed(10, 20, insert("d", "again"));
		assertThat(this.wire.read("d", 20)).isEqualTo("again");
	}

	@Scenario({ 42, 44 })
	void refusesToInsertTwice() {
		this.wire.committed(1, 2, put("k", "v"));
		assertThat(error(10, insert("k", "x")).getAlreadyExist().getKey()).isEqualTo(this.wire.key("k"));
		this.wire.committed(3, 4, lock("k"));
		assertThat(error(10, insert("k", "x")).hasAlreadyExist()).isTrue();
		this.wire.rolledBack(5, "k");
		assertThat(error(10, insert("k", "x")).hasAlreadyExist()).isTrue();
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
	}

	@Scenario(45)
	void reportsTheConflictBeforeTheExistingKey() {
		this.wire.committed(10, 20, put("k", "v"));
		assertConflict(error(15, insert("k", "x")), 15, 10, 20);
	}

	@Scenario(46)
	void checksAbsenceWithoutALock() {
		this.wire.prewritten(10, checkNotExists("k"));
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		assertThat(this.wire.commit(10, 20, "k").getError().getRetryable()).contains("TxnLockNotFound");
	}

	@Scenario({ 47, 48 })
	void failsTheCheckOfAnExistingOrLockedKey() {
		this.wire.committed(1, 2, put("k", "v"));
		this.wire.prewritten(5, put("l", "v"));
		assertThat(error(10, checkNotExists("k")).hasAlreadyExist()).isTrue();
		assertThat(error(10, checkNotExists("l")).hasLocked()).isTrue();
	}

	@Scenario(49)
	void checksAssertions() {
		this.wire.committed(1, 2, put("k", "v"));
		Mutation mustExist = put("absent", "v").toBuilder().setAssertion(Assertion.Exist).build();
		Mutation mustNotExist = put("k", "v").toBuilder().setAssertion(Assertion.NotExist).build();
		KeyError absent = single(
				this.wire.send(this.wire.prewrite(10, mustExist).setAssertionLevel(AssertionLevel.Fast)));
		assertThat(absent.getAssertionFailed().getExistingStartTs()).isZero();
		assertThat(absent.getAssertionFailed().getAssertion()).isEqualTo(Assertion.Exist);
		KeyError exists = single(
				this.wire.send(this.wire.prewrite(10, mustNotExist).setAssertionLevel(AssertionLevel.Strict)));
		assertThat(this.wire.since(exists.getAssertionFailed().getExistingStartTs())).isEqualTo(1);
		assertThat(this.wire.since(exists.getAssertionFailed().getExistingCommitTs())).isEqualTo(2);
		this.wire.prewritten(10, mustExist, mustNotExist);
	}

	@Scenario(50)
	void reportsTheConflictBeforeTheAssertion() {
		this.wire.committed(10, 20, put("k", "v"));
		Mutation asserted = put("a", "v").toBuilder().setAssertion(Assertion.Exist).build();
		KeyError error = single(this.wire
			.send(this.wire.prewrite(15, asserted, put("k", "x")).setAssertionLevel(AssertionLevel.Strict)));
		assertConflict(error, 15, 10, 20);
	}

	@Scenario(51)
	void succeedsAgainAfterTheCommit() {
		this.wire.committed(10, 20, put("k", "v"));
		assertThat(this.wire.send(this.wire.prewrite(10, put("k", "v"))))
			.isEqualTo(PrewriteResponse.getDefaultInstance());
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		assertThat(this.wire.writes("k")).containsExactly("Put 10->20");
	}

	@Scenario(52)
	void tellsAfterTheCommitWhenItWas() {
		this.wire.committed(10, 20, put("k", "v"));
		PrewriteResponse again = this.wire.send(this.wire.prewrite(10, put("k", "v")).setUseAsyncCommit(true));
		assertThat(again.getErrorsList()).isEmpty();
		assertThat(again.getMinCommitTs()).isEqualTo(this.wire.at(20));
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
	}

	@Scenario(51)
	void succeedsAgainUnderTheLockOfAnother() {
		this.wire.committed(10, 20, put("k", "v"));
		this.wire.prewritten(30, put("k", "w"));
		assertThat(this.wire.send(this.wire.prewrite(10, put("k", "v"))))
			.isEqualTo(PrewriteResponse.getDefaultInstance());
	}

	@Scenario(53)
	void showsTheTypeOfLocks() {
		this.wire.prewritten(10, put("p", "v"), delete("d"), lock("l"));
		assertThat(error(11, put("p", "x")).getLocked().getLockType()).isEqualTo(Op.Put);
		assertThat(error(11, put("d", "x")).getLocked().getLockType()).isEqualTo(Op.Del);
		assertThat(error(11, put("l", "x")).getLocked().getLockType()).isEqualTo(Op.Lock);
	}

	@Scenario(54)
	void findsTheOneConflictAmongManyKeys() {
		this.wire.committed(10, 20, put("k07", "v"));
		Mutation[] mutations = IntStream.range(0, 14)
			.mapToObj((i) -> put(String.format("k%02d", 13 - i), "x"))
			.toArray(Mutation[]::new);
		assertConflict(error(15, mutations), 15, 10, 20);
		assertThat(this.wire.scanLocks(100, 0, "", "")).isEmpty();
	}

	@Scenario(55)
	void refusesAKeyThatIsTooLarge() {
		Mutation large = put("", "v").toBuilder().setKey(ByteString.copyFrom(new byte[9 * 1024])).build();
		assertThat(error(10, large).getAbort()).contains("KeyTooLarge");
	}

	@Scenario(60)
	void fallsBackOverItsOwnPlainLock() {
		this.wire.prewritten(10, put("k", "v"));
		PrewriteResponse response = this.wire
			.send(this.wire.prewrite(10, put("k", "v"), put("b", "v")).setUseAsyncCommit(true));
		assertThat(response).isEqualTo(PrewriteResponse.getDefaultInstance());
		assertThat(this.wire.mvcc("b").getLock().getUseAsyncCommit()).isFalse();
	}

}
