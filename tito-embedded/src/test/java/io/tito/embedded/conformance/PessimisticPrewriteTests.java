package io.tito.embedded.conformance;

import io.tito.embedded.wire.Notation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

import static io.tito.embedded.wire.Notation.checkNotExists;
import static io.tito.embedded.wire.Notation.insert;
import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * KvPrewrite of pessimistic transactions.
 */
class PessimisticPrewriteTests extends PessimisticTestBase {

	private static final int PESSIMISTIC_ACTIONS = 7;

	private static final long DO_CONSTRAINT_CHECK = 2;

	private static final long LAZY_UNIQUENESS_CHECK = 5;

	@Scenario(120)
	void locksThenWrites() {
		locked(10, 10, "k");
		assertThat(this.wire.send(prewriting(10, 10, true, put("k", "new"))).getErrorsList()).isEmpty();
		assertThat(this.wire.read("k", 20)).isEqualTo("locked");
		this.wire.commit(10, 20, "k");
		assertThat(this.wire.read("k", 20)).isEqualTo("new");
	}

	@Scenario(133)
	void makesGoodALostLock() {
		assertThat(this.wire.send(prewriting(10, 10, true, put("k", "v"))).getErrorsList()).isEmpty();
		this.wire.committed(11, 12, put("n", "newer"));
		assertThat(this.wire.send(prewriting(10, 10, true, put("n", "v"))).getErrors(0).getAbort())
			.contains("PessimisticLockNotFound");
	}

	@Scenario(134)
	void meetsTheLockOfAnother() {
		locked(11, 11, "k");
		assertThat(this.wire.send(prewriting(10, 10, true, put("k", "v"))).getErrors(0).getAbort())
			.contains("PessimisticLockNotFound");
		KeyError error = this.wire.send(prewriting(10, 10, false, put("k", "v"))).getErrors(0);
		assertThat(this.wire.since(error.getLocked().getLockVersion())).isEqualTo(11);
		assertThat(error.getLocked().getLockTtl()).isZero();
	}

	@Scenario(135)
	void checksConstraintsOnlyNow() {
		this.wire.committed(11, 20, put("k", "v"));
		KeyError error = this.wire
			.send(this.wire.prewrite(10, put("k", "x"))
				.setForUpdateTs(this.wire.at(25))
				.setUnknownFields(Notation.field(PESSIMISTIC_ACTIONS, DO_CONSTRAINT_CHECK)))
			.getErrors(0);
		assertThat(this.wire.since(error.getConflict().getConflictCommitTs())).isEqualTo(20);
		assertThat(Notation.reason(error)).isEqualTo(LAZY_UNIQUENESS_CHECK);
	}

	@Scenario(135)
	void checksConstraintsOfEachKeyByItsAction() {
		this.wire.committed(11, 20, put("skipped", "v"));
		assertThat(this.wire
			.send(this.wire.prewrite(10, put("skipped", "x"), put("checked", "x"))
				.setForUpdateTs(this.wire.at(25))
				.setUnknownFields(Notation.field(PESSIMISTIC_ACTIONS, 0, DO_CONSTRAINT_CHECK)))
			.getErrorsList()).isEmpty();
		KeyError error = this.wire
			.send(this.wire.prewrite(30, insert("skipped", "x"))
				.setForUpdateTs(this.wire.at(30))
				.setUnknownFields(Notation.field(PESSIMISTIC_ACTIONS, DO_CONSTRAINT_CHECK)))
			.getErrors(0);
		assertThat(this.wire.since(error.getLocked().getLockVersion())).isEqualTo(10);
	}

	@Scenario(136)
	void keepsTheLongerLife() {
		assertThat(send(locking(10, 10, "k").setLockTtl(9000)).getErrorsList()).isEmpty();
		assertThat(this.wire.send(prewriting(10, 10, true, put("k", "v"))).getErrorsList()).isEmpty();
		assertThat(this.wire.mvcc("k").getLock().getTtl()).isEqualTo(9000);
	}

	@Scenario(137)
	void refusesAnOptimisticPrewriteOverItsLock() {
		locked(10, 10, "k");
		assertThat(this.wire.send(this.wire.prewrite(10, put("k", "v"))).getErrors(0).getAbort())
			.contains("LockTypeNotMatch");
	}

	@Scenario(138)
	void refusesToCheckAbsence() {
		assertThat(this.wire.send(prewriting(10, 10, false, checkNotExists("x"))).getErrors(0).getAbort())
			.contains("checkNotExists");
	}

	@Scenario(139)
	void refusesFewerActionsThanMutations() {
		PrewriteRequest.Builder request = prewriting(10, 10, false, put("a", "v"));
		request.addMutations(put("b", "v").toBuilder().setKey(this.wire.key("b")));
		assertThat(this.wire.send(request).getErrors(0).getAbort()).contains("pessimistic_actions");
		assertThat(this.wire.scanLocks(50, 0, "", "")).isEmpty();
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

	@Scenario(65)
	void commitsInOnePhaseOverItsLock() {
		long start = this.wire.timestamp();
		locked(start, start, "k");
		long commit = this.wire
			.since(this.wire.send(prewriting(start, start, true, put("k", "v")).setTryOnePc(true)).getOnePcCommitTs());
		assertThat(commit).isGreaterThan(start);
		assertThat(this.wire.mvcc("k").hasLock()).isFalse();
		assertThat(this.wire.read("k", commit)).isEqualTo("v");
	}

	@Test
	@DisplayName("1.2: the pessimistic lock must be the one that the transaction was told of")
	void checksForUpdateTsOfTheLock() {
		locked(10, 20, "k");
		assertThat(this.wire.send(expecting(15)).getErrors(0).getAbort()).contains("LockForUpdateTsMismatch");
		assertThat(this.wire.send(expecting(20)).getErrorsList()).isEmpty();
	}

	@Test
	@DisplayName("1.2: what no pessimistic transaction may ask is refused before its lock is compared")
	void refusesCheckNotExistsBeforeItComparesTheLock() {
		locked(10, 20, "k");
		PrewriteRequest.Builder request = expecting(15).setMutations(0, checkNotExists("k"));
		assertThat(this.wire.send(request).getErrors(0).getAbort()).contains("cannot handle checkNotExists");
	}

	private PrewriteRequest.Builder expecting(long forUpdate) {
		ByteString constraint = Notation.field(2, this.wire.at(forUpdate)).toByteString();
		UnknownFieldSet.Field constraints = UnknownFieldSet.Field.newBuilder().addLengthDelimited(constraint).build();
		return prewriting(10, 20, true, put("k", "v"))
			.setUnknownFields(UnknownFieldSet.newBuilder().addField(16, constraints).build());
	}

}
