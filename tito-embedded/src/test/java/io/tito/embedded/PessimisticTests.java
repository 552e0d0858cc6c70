package io.tito.embedded;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.tito.embedded.fault.Expectation;
import io.tito.embedded.fault.FaultAction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.Action;
import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksResponse;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockResponse;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackResponse;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.TikvGrpc;

import static io.tito.embedded.Wire.bytes;
import static io.tito.embedded.Wire.checkNotExists;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;

class PessimisticTests extends WireTestBase {

	private static final long NO_WAIT = -1;

	private PessimisticLockRequest.Builder locking(long start, long forUpdate, String... keys) {
		PessimisticLockRequest.Builder request = PessimisticLockRequest.newBuilder()
			.setContext(this.wire.context())
			.setStartVersion(start)
			.setForUpdateTs(forUpdate)
			.setPrimaryLock(bytes(keys[0]))
			.setLockTtl(Wire.TTL)
			.setWaitTimeout(NO_WAIT);
		for (String key : keys) {
			request.addMutations(Wire.mutation(Op.PessimisticLock, key));
		}
		return request;
	}

	private PessimisticLockResponse send(PessimisticLockRequest.Builder request) {
		return this.wire.kv().kvPessimisticLock(request.build());
	}

	private KeyError error(PessimisticLockRequest.Builder request) {
		PessimisticLockResponse response = send(request);
		assertThat(response.getErrorsList()).hasSize(1);
		return response.getErrors(0);
	}

	private void locked(long start, long forUpdate, String... keys) {
		assertThat(send(locking(start, forUpdate, keys)).getErrorsList()).isEmpty();
	}

	// the server handles one request of a connection after the other: what is sent after
	// this finds it waiting
	private Future<PessimisticLockResponse> waiting(PessimisticLockRequest.Builder request) {
		Expectation arrival = this.tikv.faults().onNext("KvPessimisticLock", FaultAction.before(() -> {
		}));
		Future<PessimisticLockResponse> response = TikvGrpc.newFutureStub(this.wire.channel())
			.kvPessimisticLock(request.setWaitTimeout(0).build());
		arrival.awaitMet(Duration.ofSeconds(20));
		return response;
	}

	private static KeyError error(Future<PessimisticLockResponse> response) throws Exception {
		return response.get(20, TimeUnit.SECONDS).getErrors(0);
	}

	private PrewriteRequest.Builder prewriting(long start, long forUpdate, boolean lockExpected,
			Mutation... mutations) {
		PrewriteRequest.Builder request = this.wire.prewrite(start, mutations).setForUpdateTs(forUpdate);
		for (int i = 0; i < mutations.length; i++) {
			request.addIsPessimisticLock(lockExpected);
		}
		return request;
	}

	@Test
	@DisplayName("9, 120: locks before it writes; readers pass the lock")
	void locksThenWrites() {
		this.wire.committed(1, 2, put("k", "old"));
		locked(10, 10, "k");
		assertThat(this.wire.read("k", 20)).isEqualTo("old");
		assertThat(this.wire.send(prewriting(10, 10, true, put("k", "new"))).getErrorsList()).isEmpty();
		assertThat(this.wire.read("k", 20)).isEqualTo("locked");
		this.wire.commit(10, 20, "k");
		assertThat(this.wire.read("k", 20)).isEqualTo("new");
	}

	@Test
	@DisplayName("121, 122: reads what it locks")
	void readsWhatItLocks() {
		this.wire.committed(1, 2, put("a", "v"));
		PessimisticLockResponse values = send(locking(10, 10, "a", "b").setReturnValues(true));
		assertThat(values.getValuesList()).containsExactly(bytes("v"), bytes(""));
		assertThat(values.getNotFoundsList()).containsExactly(false, true);
		PessimisticLockResponse existence = send(locking(10, 11, "a", "b").setCheckExistence(true));
		assertThat(existence.getNotFoundsList()).containsExactly(false, true);
		assertThat(existence.getValuesList()).isEmpty();
	}

	@Test
	@DisplayName("123: a newer commit than the lock has seen is a conflict")
	void conflictsWithANewerCommit() {
		this.wire.committed(12, 20, put("k", "v"));
		KeyError error = error(locking(10, 15, "k"));
		assertThat(error.getConflict().getConflictCommitTs()).isEqualTo(20);
		assertThat(error.getRetryable()).contains("PessimisticRetry");
		locked(10, 20, "k");
	}

	@Test
	@DisplayName("124: without waiting, or after it, the lock in the way is told")
	void tellsTheLockInTheWay() throws Exception {
		locked(10, 10, "k");
		assertThat(error(locking(11, 11, "k")).getLocked().getLockVersion()).isEqualTo(10);
		LockInfo lock = error(waiting(locking(11, 11, "k"))).getLocked();
		assertThat(lock.getLockType()).isEqualTo(Op.PessimisticLock);
		assertThat(lock.getUnknownFields().getField(11).getVarintList()).containsExactly(1000L);
	}

	@Test
	@DisplayName("125: who waits is told of the commit, or that there was none")
	void wakesWhoWaits() throws Exception {
		locked(10, 10, "k");
		Future<PessimisticLockResponse> first = waiting(locking(11, 11, "k"));
		assertThat(this.wire.send(prewriting(10, 10, true, put("k", "v"))).getErrorsList()).isEmpty();
		this.wire.commit(10, 30, "k");
		assertThat(error(first).getConflict().getConflictTs()).isEqualTo(10);
		assertThat(error(first).getConflict().getConflictCommitTs()).isEqualTo(30);
		locked(40, 40, "k");
		Future<PessimisticLockResponse> second = waiting(locking(41, 41, "k"));
		Future<PessimisticLockResponse> third = waiting(locking(42, 42, "k"));
		this.wire.rolledBack(40, "k");
		assertThat(error(second).getConflict().getConflictCommitTs()).isZero();
		assertThat(error(third).getRetryable()).contains("PessimisticRetry");
	}

	@Test
	@DisplayName("126: who would close a circle does not wait")
	void detectsDeadlocks() throws Exception {
		locked(10, 10, "a");
		locked(11, 11, "b");
		Future<PessimisticLockResponse> first = waiting(locking(10, 10, "b"));
		KeyError error = error(locking(11, 11, "a").setWaitTimeout(0));
		assertThat(error.getDeadlock().getLockTs()).isEqualTo(10);
		assertThat(error.getDeadlock().getLockKey()).isEqualTo(bytes("a"));
		assertThat(error.getDeadlock().getWaitChainList())
			.extracting((entry) -> entry.getTxn() + "->" + entry.getWaitForTxn() + " " + entry.getKey().toStringUtf8())
			.containsExactly("10->11 b", "11->10 a");
		assertThat(error.getDeadlock().getUnknownFields().getField(5).getLengthDelimitedList())
			.containsExactly(bytes("b"));
		this.wire.rolledBack(11, "b");
		assertThat(error(first).hasConflict()).isTrue();
	}

	@Test
	@DisplayName("127: all keys or none")
	void locksAllKeysOrNone() {
		locked(10, 10, "b");
		assertThat(error(locking(11, 11, "a", "b")).hasLocked()).isTrue();
		assertThat(this.wire.mvcc("a").hasLock()).isFalse();
	}

	@Test
	@DisplayName("128: a key that must not exist")
	void refusesAKeyThatExists() {
		this.wire.committed(1, 2, put("k", "v"));
		PessimisticLockRequest.Builder request = locking(10, 10, "k");
		request.getMutationsBuilder(0).setAssertion(Assertion.NotExist);
		assertThat(error(request).getAlreadyExist().getKey()).isEqualTo(bytes("k"));
	}

	@Test
	@DisplayName("130, 131: not over its own prewrite, not after its rollback")
	void refusesAfterItsOwnPrewriteOrRollback() {
		this.wire.prewritten(10, put("p", "v"));
		assertThat(error(locking(10, 10, "p")).getAbort()).contains("LockTypeNotMatch");
		this.wire.rolledBack(10, "r");
		assertThat(error(locking(10, 10, "r")).getAbort()).contains("PessimisticLockRolledBack");
	}

	@Test
	@DisplayName("132: is rolled back without a trace, unless it was renewed since")
	void isRolledBackWithoutATrace() {
		locked(10, 20, "k");
		rolledBack(10, 15, "k");
		assertThat(this.wire.mvcc("k").hasLock()).isTrue();
		rolledBack(10, 20, "k");
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		assertThat(this.wire.writes("k")).isEmpty();
		locked(10, 20, "k");
	}

	private void rolledBack(long start, long forUpdate, String key) {
		assertThat(this.wire.kv()
			.kVPessimisticRollback(PessimisticRollbackRequest.newBuilder()
				.setContext(this.wire.context())
				.setStartVersion(start)
				.setForUpdateTs(forUpdate)
				.addKeys(bytes(key))
				.build()))
			.isEqualTo(PessimisticRollbackResponse.getDefaultInstance());
	}

	@Test
	@DisplayName("133: a lost lock is made good if nothing was written since")
	void makesGoodALostLock() {
		assertThat(this.wire.send(prewriting(10, 10, true, put("k", "v"))).getErrorsList()).isEmpty();
		this.wire.committed(11, 12, put("n", "newer"));
		assertThat(this.wire.send(prewriting(10, 10, true, put("n", "v"))).getErrors(0).getAbort())
			.contains("PessimisticLockNotFound");
	}

	@Test
	@DisplayName("134: the lock of another where its own is expected, and where it is not")
	void meetsTheLockOfAnother() {
		locked(11, 11, "k");
		assertThat(this.wire.send(prewriting(10, 10, true, put("k", "v"))).getErrors(0).getAbort())
			.contains("PessimisticLockNotFound");
		KeyError error = this.wire.send(prewriting(10, 10, false, put("k", "v"))).getErrors(0);
		assertThat(error.getLocked().getLockVersion()).isEqualTo(11);
		assertThat(error.getLocked().getLockTtl()).isZero();
	}

	@Test
	@DisplayName("136: the longer life is kept")
	void keepsTheLongerLife() {
		assertThat(send(locking(10, 10, "k").setLockTtl(9000)).getErrorsList()).isEmpty();
		assertThat(this.wire.send(prewriting(10, 10, true, put("k", "v"))).getErrorsList()).isEmpty();
		assertThat(this.wire.mvcc("k").getLock().getTtl()).isEqualTo(9000);
	}

	@Test
	@DisplayName("137, 138: what an optimistic or a pessimistic prewrite cannot do")
	void refusesWhatDoesNotFit() {
		locked(10, 10, "k");
		assertThat(this.wire.send(this.wire.prewrite(10, put("k", "v"))).getErrors(0).getAbort())
			.contains("LockTypeNotMatch");
		assertThat(this.wire.send(prewriting(10, 10, false, checkNotExists("x"))).getErrors(0).getAbort())
			.contains("checkNotExists");
	}

	@Test
	@DisplayName("a repeated commit of a pessimistic transaction succeeds")
	void succeedsAgainAfterTheCommit() {
		locked(10, 10, "k");
		this.wire.send(prewriting(10, 10, true, put("k", "v")));
		this.wire.commit(10, 20, "k");
		assertThat(this.wire.send(prewriting(10, 10, true, put("k", "v"))).getErrorsList()).isEmpty();
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
	}

	@Test
	@DisplayName("65: one phase over its own lock")
	void commitsInOnePhaseOverItsLock() {
		long start = this.wire.timestamp();
		locked(start, start, "k");
		long commit = this.wire.send(prewriting(start, start, true, put("k", "v")).setTryOnePc(true))
			.getOnePcCommitTs();
		assertThat(commit).isGreaterThan(start);
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		assertThat(this.wire.read("k", commit)).isEqualTo("v");
	}

	@Test
	@DisplayName("102: an expired primary goes, for good only if no pessimistic lock asked")
	void expires() {
		locked(Wire.ms(100), Wire.ms(100), "k");
		long later = Wire.ms(101 + Wire.TTL);
		assertThat(this.wire.send(this.wire.checking("k", Wire.ms(100), 0, later).setResolvingPessimisticLock(true))
			.getAction()).isEqualTo(Action.TTLExpirePessimisticRollback);
		assertThat(this.wire.writes("k")).isEmpty();
		locked(Wire.ms(100), Wire.ms(100), "k");
		assertThat(this.wire.status("k", Wire.ms(100), 0, later).getAction()).isEqualTo(Action.TTLExpireRollback);
		assertThat(this.wire.writes("k")).hasSize(1);
	}

	@Test
	@DisplayName("108, 112, 118: checked as a secondary, listed, resolved")
	void isNoProofOfACommit() {
		locked(10, 10, "a", "b");
		assertThat(this.wire.scanLocks(10, 0, "", "")).containsExactly("a@10", "b@10");
		assertThat(this.wire.secondaries(10, "b")).isEqualTo(CheckSecondaryLocksResponse.getDefaultInstance());
		assertThat(this.wire.mvcc("b").hasLock()).isFalse();
		assertThat(this.wire.resolve(10, 20).hasError()).isFalse();
		assertThat(this.wire.mvcc("a").hasLock()).isFalse();
		assertThat(this.wire.writes("a")).isEmpty();
	}

	@Test
	@DisplayName("is lost by a crash")
	void isLostByACrash() {
		locked(10, 10, "k");
		this.tikv.restart();
		assertThat(this.tikv.faults().dumpMvcc(bytes("k").toByteArray()).lock()).isNull();
	}

}
