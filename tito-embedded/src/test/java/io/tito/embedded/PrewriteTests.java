package io.tito.embedded;

import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.AssertionLevel;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.kvproto.Kvrpcpb.WriteConflict;
import org.tikv.shade.com.google.protobuf.ByteString;

import static io.tito.embedded.Wire.checkNotExists;
import static io.tito.embedded.Wire.delete;
import static io.tito.embedded.Wire.insert;
import static io.tito.embedded.Wire.lock;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;

class PrewriteTests extends WireTestBase {

	private KeyError error(long start, Mutation... mutations) {
		return single(this.wire.send(this.wire.prewrite(start, mutations)));
	}

	private static KeyError single(PrewriteResponse response) {
		assertThat(response.getErrorsList()).hasSize(1);
		return response.getErrors(0);
	}

	private static void assertConflict(KeyError error, long start, long otherStart, long otherCommit) {
		WriteConflict conflict = error.getConflict();
		assertThat(error.getRetryable()).contains("WriteConflict");
		assertThat(conflict.getStartTs()).isEqualTo(start);
		assertThat(conflict.getConflictTs()).isEqualTo(otherStart);
		assertThat(conflict.getConflictCommitTs()).isEqualTo(otherCommit);
	}

	@Test
	@DisplayName("34: a repeated prewrite is idempotent")
	void repeatsWithoutEffect() {
		this.wire.prewritten(10, put("k", "v"));
		this.wire.prewritten(10, put("k", "other"));
		assertThat(this.wire.mvcc("k").getLock().getShortValue()).isEqualTo(Wire.bytes("v"));
		assertThat(this.wire.writes("k")).isEmpty();
	}

	@Test
	@DisplayName("35: every lock in the way is reported and nothing is written")
	void reportsEveryLockAndWritesNothing() {
		this.wire.prewritten(10, put("a", "v"), put("b", "v"));
		PrewriteResponse response = this.wire
			.send(this.wire.prewrite(11, put("a", "x"), put("free", "x"), put("b", "x")));
		assertThat(response.getErrorsList()).extracting((error) -> error.getLocked().getKey().toStringUtf8())
			.containsExactly("a", "b");
		assertThat(response.getErrorsList()).allMatch((error) -> error.getLocked().getLockVersion() == 10);
		assertThat(this.wire.mvcc("free").hasLock()).isFalse();
	}

	@Test
	@DisplayName("36: a newer commit is a conflict")
	void conflictsWithANewerCommit() {
		this.wire.committed(10, 20, put("k", "v"));
		KeyError error = error(15, put("k", "x"));
		assertConflict(error, 15, 10, 20);
		assertThat(error.getRetryable()).contains("Optimistic");
		assertThat(error.getConflict().getKey()).isEqualTo(Wire.bytes("k"));
		assertThat(error.getConflict().getPrimary()).isEqualTo(Wire.bytes("k"));
	}

	@Test
	@DisplayName("37: a commit at the very start timestamp is none")
	void doesNotConflictWithACommitAtTheStart() {
		this.wire.committed(10, 20, put("k", "v"));
		this.wire.prewritten(20, put("k", "x"));
	}

	@Test
	@DisplayName("38: a transaction that was rolled back cannot come back")
	void conflictsWithItsOwnRollback() {
		this.wire.rolledBack(10, "k");
		KeyError error = error(10, put("k", "v"));
		assertConflict(error, 10, 10, 10);
		assertThat(error.getRetryable()).contains("SelfRolledBack");
	}

	@Test
	@DisplayName("39, 40: newer rollback and lock records conflict too")
	void conflictsWithRecordsOfAnyType() {
		this.wire.rolledBack(30, "r");
		assertConflict(error(20, put("r", "v")), 20, 30, 30);
		this.wire.committed(25, 30, lock("l"));
		assertConflict(error(20, put("l", "v")), 20, 25, 30);
	}

	@Test
	@DisplayName("41, 43: an insert of an absent or deleted key locks it as a put")
	void insertsWhereNothingIs() {
		this.wire.prewritten(10, insert("k", "v"));
		assertThat(this.wire.get("k", 11).getError().getLocked().getLockType()).isEqualTo(Op.Put);
		this.wire.committed(1, 2, put("d", "v"));
		this.wire.committed(3, 4, delete("d"));
		this.wire.committed(10, 20, insert("d", "again"));
		assertThat(this.wire.read("d", 20)).isEqualTo("again");
	}

	@Test
	@DisplayName("42, 44: an insert of an existing key fails, also under a lock or rollback record")
	void refusesToInsertTwice() {
		this.wire.committed(1, 2, put("k", "v"));
		assertThat(error(10, insert("k", "x")).getAlreadyExist().getKey()).isEqualTo(Wire.bytes("k"));
		this.wire.committed(3, 4, lock("k"));
		assertThat(error(10, insert("k", "x")).hasAlreadyExist()).isTrue();
		this.wire.rolledBack(5, "k");
		assertThat(error(10, insert("k", "x")).hasAlreadyExist()).isTrue();
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
	}

	@Test
	@DisplayName("45: a conflict is found before a key that exists")
	void reportsTheConflictBeforeTheExistingKey() {
		this.wire.committed(10, 20, put("k", "v"));
		assertConflict(error(15, insert("k", "x")), 15, 10, 20);
	}

	@Test
	@DisplayName("46: a check of an absent key locks nothing")
	void checksAbsenceWithoutALock() {
		this.wire.prewritten(10, checkNotExists("k"));
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		assertThat(this.wire.commit(10, 20, "k").getError().getRetryable()).contains("TxnLockNotFound");
	}

	@Test
	@DisplayName("47, 48: a check fails on an existing key and on a locked one")
	void failsTheCheckOfAnExistingOrLockedKey() {
		this.wire.committed(1, 2, put("k", "v"));
		this.wire.prewritten(5, put("l", "v"));
		assertThat(error(10, checkNotExists("k")).hasAlreadyExist()).isTrue();
		assertThat(error(10, checkNotExists("l")).hasLocked()).isTrue();
	}

	@Test
	@DisplayName("49: assertions, if they are on")
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
		assertThat(exists.getAssertionFailed().getExistingStartTs()).isEqualTo(1);
		assertThat(exists.getAssertionFailed().getExistingCommitTs()).isEqualTo(2);
		this.wire.prewritten(10, mustExist, mustNotExist);
	}

	@Test
	@DisplayName("50: another error is reported before a failed assertion")
	void reportsTheConflictBeforeTheAssertion() {
		this.wire.committed(10, 20, put("k", "v"));
		Mutation asserted = put("a", "v").toBuilder().setAssertion(Assertion.Exist).build();
		KeyError error = single(this.wire
			.send(this.wire.prewrite(15, asserted, put("k", "x")).setAssertionLevel(AssertionLevel.Strict)));
		assertConflict(error, 15, 10, 20);
	}

	@Test
	@DisplayName("51, 52: a prewrite repeated after the commit succeeds and says when")
	void succeedsAgainAfterTheCommit() {
		this.wire.committed(10, 20, put("k", "v"));
		assertThat(this.wire.send(this.wire.prewrite(10, put("k", "v"))))
			.isEqualTo(PrewriteResponse.getDefaultInstance());
		assertThat(this.wire.send(this.wire.prewrite(10, put("k", "v")).setUseAsyncCommit(true)).getMinCommitTs())
			.isEqualTo(20);
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		assertThat(this.wire.writes("k")).containsExactly("Put 10->20");
	}

	@Test
	@DisplayName("51: also if another transaction has locked the key since")
	void succeedsAgainUnderTheLockOfAnother() {
		this.wire.committed(10, 20, put("k", "v"));
		this.wire.prewritten(30, put("k", "w"));
		assertThat(this.wire.send(this.wire.prewrite(10, put("k", "v"))))
			.isEqualTo(PrewriteResponse.getDefaultInstance());
	}

	@Test
	@DisplayName("53: locks say what they are")
	void showsTheTypeOfLocks() {
		this.wire.prewritten(10, put("p", "v"), delete("d"), lock("l"));
		assertThat(error(11, put("p", "x")).getLocked().getLockType()).isEqualTo(Op.Put);
		assertThat(error(11, put("d", "x")).getLocked().getLockType()).isEqualTo(Op.Del);
		assertThat(error(11, put("l", "x")).getLocked().getLockType()).isEqualTo(Op.Lock);
	}

	@Test
	@DisplayName("54: among many unsorted keys one conflict")
	void findsTheOneConflictAmongManyKeys() {
		this.wire.committed(10, 20, put("k07", "v"));
		Mutation[] mutations = IntStream.range(0, 14)
			.mapToObj((i) -> put(String.format("k%02d", 13 - i), "x"))
			.toArray(Mutation[]::new);
		assertConflict(error(15, mutations), 15, 10, 20);
		assertThat(this.wire.scanLocks(100, 0, "", "")).isEmpty();
	}

	@Test
	@DisplayName("55: a key beyond the limit is refused")
	void refusesAKeyThatIsTooLarge() {
		Mutation large = put("", "v").toBuilder().setKey(ByteString.copyFrom(new byte[9 * 1024])).build();
		assertThat(error(10, large).getAbort()).contains("KeyTooLarge");
	}

	@Test
	@DisplayName("60: an own lock that is plain makes an async commit fall back")
	void fallsBackOverItsOwnPlainLock() {
		this.wire.prewritten(10, put("k", "v"));
		PrewriteResponse response = this.wire
			.send(this.wire.prewrite(10, put("k", "v"), put("b", "v")).setUseAsyncCommit(true));
		assertThat(response).isEqualTo(PrewriteResponse.getDefaultInstance());
		assertThat(this.wire.mvcc("b").getLock().getUseAsyncCommit()).isFalse();
	}

}
