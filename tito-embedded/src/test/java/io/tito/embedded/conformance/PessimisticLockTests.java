package io.tito.embedded.conformance;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.tito.embedded.wire.Notation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.Action;
import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksResponse;
import org.tikv.kvproto.Kvrpcpb.GetLockWaitInfoRequest;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockResponse;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackResponse;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

import static io.tito.embedded.wire.Notation.bytes;
import static io.tito.embedded.wire.Notation.ms;
import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * KvPessimisticLock and KVPessimisticRollback, and what others see of such locks.
 */
class PessimisticLockTests extends PessimisticTestBase {

	private static final int LOCK_ONLY_IF_EXISTS = 13;

	private static final int WAKE_UP_MODE = 14;

	private static final long PESSIMISTIC_RETRY = 2;

	private Future<PessimisticLockResponse> waiting(PessimisticLockRequest.Builder request) {
		Future<PessimisticLockResponse> response = TikvGrpc.newFutureStub(this.wire.channel())
			.kvPessimisticLock(request.setWaitTimeout(0).build());
		while (!response.isDone() && !isWaiting(request.getStartVersion())) {
			Thread.onSpinWait();
		}
		return response;
	}

	private boolean isWaiting(long start) {
		return this.wire.kv()
			.getLockWaitInfo(GetLockWaitInfoRequest.newBuilder().setContext(this.wire.context()).build())
			.getEntriesList()
			.stream()
			.anyMatch((entry) -> entry.getTxn() == start);
	}

	// a wait lasts a second at most: on a busy machine it may end before what it is for
	private static List<KeyError> unlessTimedOut(Scene scene) throws Exception {
		List<KeyError> errors = scene.play("k0");
		for (int round = 1; errors.stream().anyMatch(KeyError::hasLocked); round++) {
			assertThat(round).as("rounds in which a wait ended by itself").isLessThan(20);
			errors = scene.play("k" + round);
		}
		return errors;
	}

	/**
	 * Something that is tried with other keys if it was too slow.
	 */
	private interface Scene {

		List<KeyError> play(String key) throws Exception;

	}

	private static KeyError error(Future<PessimisticLockResponse> response) throws Exception {
		return response.get(20, TimeUnit.SECONDS).getErrors(0);
	}

	private void rolledBack(long start, long forUpdate, String key) {
		assertThat(this.wire.kv()
			.kVPessimisticRollback(PessimisticRollbackRequest.newBuilder()
				.setContext(this.wire.context())
				.setStartVersion(this.wire.at(start))
				.setForUpdateTs(this.wire.at(forUpdate))
				.addKeys(this.wire.key(key))
				.build()))
			.isEqualTo(PessimisticRollbackResponse.getDefaultInstance());
	}

	@Scenario(9)
	void doesNotBlockReaders() {
		this.wire.committed(1, 2, put("k", "old"));
		locked(10, 10, "k");
		assertThat(this.wire.read("k", 20)).isEqualTo("old");
	}

	@Scenario(121)
	void readsWhatItLocks() {
		this.wire.committed(1, 2, put("a", "v"));
		PessimisticLockResponse values = send(locking(10, 10, "a", "b").setReturnValues(true));
		assertThat(values.getValuesList()).containsExactly(bytes("v"), bytes(""));
		assertThat(values.getNotFoundsList()).containsExactly(false, true);
	}

	@Scenario(122)
	void looksWhetherWhatItLocksIsThere() {
		this.wire.committed(1, 2, put("a", "v"));
		PessimisticLockResponse existence = send(locking(10, 11, "a", "b").setCheckExistence(true));
		assertThat(existence.getNotFoundsList()).containsExactly(false, true);
		assertThat(existence.getValuesList()).allMatch(ByteString::isEmpty);
	}

	@Scenario(123)
	void conflictsWithANewerCommit() {
		this.wire.committed(12, 20, put("k", "v"));
		KeyError error = error(locking(10, 15, "k"));
		assertThat(this.wire.since(error.getConflict().getConflictCommitTs())).isEqualTo(20);
		assertThat(Notation.reason(error)).isEqualTo(PESSIMISTIC_RETRY);
		locked(10, 20, "k");
	}

	@Scenario(124)
	void tellsTheLockInTheWayAtOnceOrAfterWaiting() {
		locked(10, 10, "k");
		assertThat(this.wire.since(error(locking(11, 11, "k")).getLocked().getLockVersion())).isEqualTo(10);
		long begin = System.nanoTime();
		LockInfo lock = error(locking(11, 11, "k").setWaitTimeout(200)).getLocked();
		assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
		assertThat(lock.getLockType()).isEqualTo(Op.PessimisticLock);
		assertThat(lock.getKey()).isEqualTo(this.wire.key("k"));
	}

	@Scenario(125)
	void tellsWhoWaitsOfTheCommit() throws Exception {
		KeyError error = unlessTimedOut((key) -> {
			locked(10, 10, key);
			Future<PessimisticLockResponse> waiting = waiting(locking(11, 11, key));
			assertThat(this.wire.send(prewriting(10, 10, true, put(key, "v"))).getErrorsList()).isEmpty();
			this.wire.commit(10, 30, key);
			return List.of(error(waiting));
		}).get(0);
		assertThat(this.wire.since(error.getConflict().getConflictTs())).isEqualTo(10);
		assertThat(this.wire.since(error.getConflict().getConflictCommitTs())).isEqualTo(30);
		assertThat(Notation.reason(error)).isEqualTo(PESSIMISTIC_RETRY);
	}

	@Scenario(125)
	void tellsAllWhoWaitOfTheRollback() throws Exception {
		List<KeyError> errors = unlessTimedOut((key) -> {
			locked(40, 40, key);
			Future<PessimisticLockResponse> first = waiting(locking(41, 41, key));
			Future<PessimisticLockResponse> second = waiting(locking(42, 42, key));
			this.wire.rolledBack(40, key);
			return List.of(error(first), error(second));
		});
		assertThat(errors).extracting(Notation::reason).containsOnly(PESSIMISTIC_RETRY);
		assertThat(errors.get(0).getConflict().getConflictCommitTs()).isZero();
	}

	@Scenario(126)
	void detectsDeadlocks() throws Exception {
		KeyError error = unlessTimedOut((key) -> {
			locked(10, 10, key + "a");
			locked(11, 11, key + "b");
			Future<PessimisticLockResponse> first = waiting(locking(10, 10, key + "b"));
			KeyError deadlock = error(locking(11, 11, key + "a").setWaitTimeout(0));
			this.wire.rolledBack(11, key + "b");
			assertThat(error(first)).matches((ended) -> ended.hasConflict() || ended.hasLocked());
			return List.of(deadlock);
		}).get(0);
		assertThat(this.wire.since(error.getDeadlock().getLockTs())).isEqualTo(10);
		assertThat(this.wire.name(error.getDeadlock().getLockKey())).endsWith("a");
		assertThat(error.getDeadlock().getWaitChainList())
			.extracting((entry) -> this.wire.since(entry.getTxn()) + "->" + this.wire.since(entry.getWaitForTxn()) + " "
					+ this.wire.name(entry.getKey()).substring(2))
			.containsExactly("10->11 b", "11->10 a");
	}

	@Scenario(127)
	void locksAllKeysOrNone() {
		locked(10, 10, "b");
		assertThat(error(locking(11, 11, "a", "b")).hasLocked()).isTrue();
		assertThat(this.wire.mvcc("a").hasLock()).isFalse();
	}

	@Scenario(128)
	void refusesAKeyThatExists() {
		this.wire.committed(1, 2, put("k", "v"));
		PessimisticLockRequest.Builder request = locking(10, 10, "k");
		request.getMutationsBuilder(0).setAssertion(Assertion.NotExist);
		assertThat(error(request).getAlreadyExist().getKey()).isEqualTo(this.wire.key("k"));
	}

	@Scenario(129)
	void locksOnlyWhatExists() {
		this.wire.committed(1, 2, put("there", "v"));
		UnknownFieldSet onlyIfExists = Notation.field(LOCK_ONLY_IF_EXISTS, 1);
		PessimisticLockResponse absent = send(
				locking(10, 10, "k").setReturnValues(true).setUnknownFields(onlyIfExists));
		assertThat(absent.getErrorsList()).isEmpty();
		assertThat(absent.getNotFoundsList()).containsExactly(true);
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		send(locking(10, 10, "there").setReturnValues(true).setUnknownFields(onlyIfExists));
		assertThat(this.wire.mvcc("there").hasLock()).isTrue();
		assertThat(error(locking(10, 10, "k").setUnknownFields(onlyIfExists)).getAbort())
			.contains("LockIfExistsFailed");
	}

	@Scenario(130)
	void refusesAfterItsOwnPrewrite() {
		this.wire.prewritten(10, put("p", "v"));
		assertThat(error(locking(10, 10, "p")).getAbort()).contains("LockTypeNotMatch");
	}

	@Scenario(131)
	void refusesAfterItsOwnRollback() {
		this.wire.rolledBack(10, "r");
		assertThat(error(locking(10, 10, "r")).getAbort()).contains("PessimisticLockRolledBack");
	}

	@Scenario(132)
	void isRolledBackWithoutATrace() {
		locked(10, 20, "k");
		rolledBack(10, 15, "k");
		assertThat(this.wire.mvcc("k").hasLock()).isTrue();
		rolledBack(10, 20, "k");
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		assertThat(this.wire.writes("k")).isEmpty();
		locked(10, 20, "k");
	}

	@Scenario(102)
	void expires() {
		locked(Notation.ms(100), Notation.ms(100), "k");
		long later = Notation.ms(101 + Notation.TTL);
		assertThat(this.wire.send(this.wire.checking("k", Notation.ms(100), 0, later).setResolvingPessimisticLock(true))
			.getAction()).isEqualTo(Action.TTLExpirePessimisticRollback);
		assertThat(this.wire.writes("k")).isEmpty();
		locked(Notation.ms(100), Notation.ms(100), "k");
		assertThat(this.wire.status("k", Notation.ms(100), 0, later).getAction()).isEqualTo(Action.TTLExpireRollback);
		assertThat(this.wire.writes("k")).hasSize(1);
	}

	@Scenario(108)
	void isNoSecondaryOfAnAsyncCommit() {
		locked(10, 10, "a", "b");
		assertThat(this.wire.secondaries(10, "b")).isEqualTo(CheckSecondaryLocksResponse.getDefaultInstance());
		assertThat(this.wire.mvcc("b").hasLock()).isFalse();
		assertThat(this.wire.writes("b")).containsExactly("Rollback 10->10p");
	}

	@Scenario(112)
	void isListed() {
		locked(10, 10, "a", "b");
		assertThat(this.wire.scanLocks(10, 0, "", "")).containsExactly("a@10", "b@10");
	}

	@Scenario(118)
	void isNoProofOfACommit() {
		locked(10, 10, "a");
		assertThat(this.wire.resolve(10, 20).hasError()).isFalse();
		assertThat(this.wire.mvcc("a").hasLock()).isFalse();
		assertThat(this.wire.writes("a")).isEmpty();
	}

	private UnknownFieldSet result(PessimisticLockResponse response) throws Exception {
		List<ByteString> results = response.getUnknownFields().getField(8).getLengthDelimitedList();
		assertThat(results).hasSize(1);
		return UnknownFieldSet.parseFrom(results.get(0));
	}

	private PessimisticLockRequest.Builder forcing(long start, long forUpdate, String... keys) {
		return locking(start, forUpdate, keys).setUnknownFields(Notation.field(WAKE_UP_MODE, 1));
	}

	@Test
	@DisplayName("1.8: in force-lock mode a newer version does not keep from locking")
	void locksWithConflict() throws Exception {
		this.wire.committed(12, 20, put("k", "newer"));
		for (int repeated = 0; repeated < 2; repeated++) {
			PessimisticLockResponse response = send(forcing(10, 15, "k"));
			assertThat(response.getErrorsList()).isEmpty();
			UnknownFieldSet result = result(response);
			assertThat(result.getField(1).getVarintList()).containsExactly(1L);
			assertThat(result.getField(2).getLengthDelimitedList()).containsExactly(bytes("newer"));
			assertThat(result.getField(3).getVarintList()).containsExactly(1L);
			assertThat(result.getField(4).getVarintList()).containsExactly(this.wire.at(20));
		}
		assertThat(this.wire.get("k", 25).hasError()).isFalse();
		assertThat(this.wire.send(prewriting(10, 15, true, put("k", "v"))).getErrorsList()).isEmpty();
	}

	@Test
	@DisplayName("1.8: in force-lock mode without a newer version the result has what was asked for")
	void locksWithoutConflict() throws Exception {
		this.wire.committed(1, 2, put("k", "v"));
		UnknownFieldSet result = result(send(forcing(10, 15, "k").setReturnValues(true)));
		assertThat(result.hasField(1)).isFalse();
		assertThat(result.getField(2).getLengthDelimitedList()).containsExactly(bytes("v"));
		assertThat(result(send(forcing(10, 15, "absent"))).asMap()).isEmpty();
		assertThat(send(forcing(10, 15, "a", "b")).getErrors(0).getAbort()).isNotEmpty();
	}

	@Test
	@DisplayName("1.8: in force-lock mode who waited gets the lock, or fails")
	void getsTheLockAfterWaiting() throws Exception {
		locked(10, 10, "k");
		PessimisticLockResponse refused = send(forcing(11, 11, "k"));
		assertThat(result(refused).getField(1).getVarintList()).containsExactly(2L);
		assertThat(refused.getErrors(0).hasLocked()).isTrue();
		PessimisticLockResponse woken = refused;
		for (int round = 0; woken.getErrorsCount() > 0; round++) {
			String key = "k" + round;
			locked(10, 10, key);
			Future<PessimisticLockResponse> waiting = waiting(forcing(11, 11, key));
			assertThat(this.wire.send(prewriting(10, 10, true, put(key, "v"))).getErrorsList()).isEmpty();
			this.wire.commit(10, 30, key);
			woken = waiting.get(20, TimeUnit.SECONDS);
		}
		assertThat(result(woken).getField(4).getVarintList()).containsExactly(this.wire.at(30));
	}

	@Test
	@DisplayName("1.8: without keys, all locks of the region are rolled back")
	void rollsBackAllLocksOfTheRegion() {
		locked(10, 10, "a", "b");
		locked(11, 11, "c");
		this.wire.kv()
			.kVPessimisticRollback(PessimisticRollbackRequest.newBuilder()
				.setContext(this.wire.context())
				.setStartVersion(this.wire.at(10))
				.setForUpdateTs(this.wire.at(10))
				.build());
		assertThat(this.wire.scanLocks(50, 0, "", "")).containsExactly("c@11");
	}

}
