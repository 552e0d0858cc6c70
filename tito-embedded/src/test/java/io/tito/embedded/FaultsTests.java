package io.tito.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.tito.embedded.fault.Expectation;
import io.tito.embedded.fault.FaultAction;
import io.tito.embedded.storage.LockType;
import io.tito.embedded.storage.MvccDump;
import io.tito.embedded.storage.WriteType;
import io.tito.embedded.wire.Timestamps;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FaultsTests extends WireTestBase {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static void assertLost(ThrowingCallable call) {
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(call)
			.matches((ex) -> ex.getStatus().getCode() == Status.Code.UNAVAILABLE);
	}

	@Test
	void losesARequest() {
		this.tikv.faults().onNext("KvPrewrite", FaultAction.dropBefore());
		assertLost(() -> this.wire.send(this.wire.prewrite(10, put("k", "v"))));
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		this.wire.prewritten(10, put("k", "v"));
	}

	@Test
	@DisplayName("an answer is lost, what was asked is done")
	void losesAnAnswer() {
		this.wire.prewritten(10, put("k", "v"));
		this.tikv.faults().onNext("KvCommit", FaultAction.dropAfter());
		assertLost(() -> this.wire.commit(10, 20, "k"));
		assertThat(this.wire.read("k", 20)).isEqualTo("v");
		assertThat(this.wire.commit(10, 20, "k").hasError()).isFalse();
	}

	@Test
	void holdsARequestUntilItIsReleased() {
		FaultAction.Hold hold = FaultAction.holdBefore();
		this.tikv.faults().onNext("KvPrewrite", hold);
		CompletableFuture<Void> held = CompletableFuture.runAsync(() -> this.wire.prewritten(10, put("k", "v")));
		hold.awaitArrival(SOON);
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		hold.release();
		held.join();
		assertThat(this.wire.mvcc("k").hasLock()).isTrue();
	}

	@Test
	void holdsAnAnswerUntilItIsReleased() {
		FaultAction.Hold hold = FaultAction.holdAfter();
		this.tikv.faults().onNext("KvPrewrite", hold);
		CompletableFuture<Void> held = CompletableFuture.runAsync(() -> this.wire.prewritten(10, put("k", "v")));
		hold.awaitArrival(SOON);
		assertThat(this.wire.mvcc("k").hasLock()).isTrue();
		assertThat(held).isNotDone();
		hold.release();
		held.join();
	}

	@Test
	void holdsTimestampsInOrder() {
		FaultAction.Hold hold = FaultAction.holdBefore();
		this.tikv.faults().onNext("Tso", hold);
		CompletableFuture<Long> held = CompletableFuture.supplyAsync(this.wire::timestamp);
		hold.awaitArrival(SOON);
		long other = this.wire.timestamp();
		hold.release();
		assertThat(held.join()).isGreaterThan(other);
	}

	@Test
	void answersADelayedRequest() {
		this.tikv.faults().onNext("KvGet", FaultAction.delay(Duration.ofMillis(1)));
		assertThat(this.wire.read("k", 10)).isEqualTo("-");
	}

	@Test
	void answersWithErrorsOfTheTestsChoice() {
		Errorpb.Error busy = Errorpb.Error.newBuilder()
			.setServerIsBusy(Errorpb.ServerIsBusy.newBuilder().setReason("test"))
			.build();
		KeyError abort = KeyError.newBuilder().setAbort("test").build();
		this.tikv.faults().onNext("KvPrewrite", FaultAction.regionError(busy));
		this.tikv.faults().onNext("KvPrewrite", FaultAction.keyError(abort));
		assertThat(this.wire.send(this.wire.prewrite(10, put("k", "v"))).getRegionError()).isEqualTo(busy);
		assertThat(this.wire.send(this.wire.prewrite(10, put("k", "v"))).getErrorsList()).containsExactly(abort);
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
	}

	@Test
	void meetsOnlyTheNextRequestThatMatches() {
		Expectation expectation = this.tikv.faults()
			.onNext("KvGet", (request) -> ((GetRequest) request).getVersion() == 20, FaultAction.dropBefore());
		assertThat(this.wire.read("k", 10)).isEqualTo("-");
		assertLost(() -> this.wire.read("k", 20));
		expectation.awaitMet(SOON);
		assertThat(this.wire.read("k", 20)).isEqualTo("-");
	}

	@Test
	void meetsEveryRequestUntilItIsCleared() {
		Expectation expectation = this.tikv.faults().onEvery("KvGet", (request) -> true, FaultAction.dropBefore());
		assertLost(() -> this.wire.read("k", 10));
		assertLost(() -> this.wire.read("k", 10));
		this.tikv.faults().clear(expectation);
		assertThat(this.wire.read("k", 10)).isEqualTo("-");
	}

	@Test
	void saysIfNothingWasHeld() {
		FaultAction.Hold hold = FaultAction.holdBefore();
		this.tikv.faults().onNext("NoSuchRpc", hold);
		assertThatIllegalStateException().isThrownBy(() -> hold.awaitArrival(Duration.ofMillis(1)))
			.withMessageContaining("check the name of the RPC");
	}

	@Test
	void countsRequestsAndTimestamps() {
		this.wire.read("k", 10);
		Timestamps.take(this.wire.channel(), this.wire.header(), 10);
		this.wire.timestamp();
		assertThat(this.tikv.faults().requests()).containsEntry("KvGet", 1L)
			.containsEntry("Tso", 2L)
			.containsEntry("Tso.timestamps", 11L)
			.doesNotContainKey("KvScan");
	}

	@Test
	void showsWhatIsStored() {
		this.wire.committed(10, 20, put("k", "v"));
		this.wire.rolledBack(25, "k");
		this.wire.prewritten(30, put("k", "w"));
		MvccDump dump = this.tikv.faults().dumpMvcc("k".getBytes(StandardCharsets.UTF_8));
		assertThat(dump.lock()).matches((lock) -> lock.type() == LockType.PUT && lock.startTs() == 30);
		assertThat(dump.writes()).extracting((write) -> write.type())
			.containsExactly(WriteType.ROLLBACK, WriteType.PUT);
		assertThat(dump.writes()).extracting((write) -> write.commitTs()).containsExactly(25L, 20L);
		assertThat(this.tikv.faults().dumpMvcc(new byte[] { 1 }).writes()).isEmpty();
	}

	@Test
	void appliesADuplicateTwiceAndAnswersOnce() {
		this.tikv.faults().onNext("KvCommit", FaultAction.duplicate());
		this.wire.committed(10, 20, put("k", "v"));
		this.tikv.faults().onNext("KvPrewrite", FaultAction.duplicate());
		long commit = this.wire.send(this.wire.onePhase(30, put("k", "w"))).getOnePcCommitTs();
		assertThat(this.wire.mvcc("k").getWrites(0).getCommitTs()).isEqualTo(commit);
		assertThat(this.wire.writes("k")).hasSize(2);
	}

	@Test
	void doesWhatTheTestWantsBeforeAndAfterARequest() {
		this.tikv.faults()
			.onNext("KvPrewrite", FaultAction.before(() -> this.tikv.regions().split(new byte[] { 'm' })));
		assertThat(this.wire.send(this.wire.prewrite(10, put("k", "v"))).getRegionError().hasEpochNotMatch()).isTrue();
		this.wire.to("k");
		this.tikv.faults().onNext("KvPrewrite", FaultAction.after(() -> this.tikv.regions().merge(new byte[] { 'k' })));
		this.wire.prewritten(10, put("k", "v"));
		assertThat(this.wire.get("k", 5).getRegionError().hasEpochNotMatch()).isTrue();
	}

	@Test
	void freezesTheClock() {
		this.tikv.faults().freezeClock();
		long first = this.wire.timestamp();
		long second = this.wire.timestamp();
		assertThat(second).isEqualTo(first + 1);
		this.tikv.faults().advanceClock(Duration.ofMillis(5));
		assertThat(this.wire.timestamp() >>> 18).isEqualTo((first >>> 18) + 5);
		this.tikv.faults().thawClock();
		assertThat(this.wire.timestamp()).isGreaterThan(second);
	}

	@Test
	void refusesToTurnTheClockBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.tikv.faults().advanceClock(Duration.ofMillis(-1)));
	}

}
