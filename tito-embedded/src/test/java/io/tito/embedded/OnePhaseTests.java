package io.tito.embedded;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;

import static io.tito.embedded.Wire.checkNotExists;
import static io.tito.embedded.Wire.insert;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Async commit and one-phase commit.
 */
class OnePhaseTests extends WireTestBase {

	private PrewriteRequest.Builder async(long start, String secondary) {
		return this.wire.prewrite(start, put("p", "v"), put(secondary, "v"))
			.setUseAsyncCommit(true)
			.addSecondaries(Wire.bytes(secondary));
	}

	@Test
	@DisplayName("56, 59: an async commit says its least commit timestamp, also when repeated")
	void givesTheLeastCommitTimestamp() {
		long start = this.wire.timestamp();
		long least = this.wire.send(async(start, "b").setMinCommitTs(start + 7)).getMinCommitTs();
		assertThat(least).isGreaterThanOrEqualTo(start + 7);
		CheckTxnStatusResponse status = this.wire.status("p", start, 0, start);
		assertThat(status.getLockInfo().getUseAsyncCommit()).isTrue();
		assertThat(status.getLockInfo().getSecondariesList()).containsExactly(Wire.bytes("b"));
		LockInfo secondary = this.wire.secondaries(start, "b").getLocks(0);
		assertThat(secondary.getUseAsyncCommit()).isTrue();
		assertThat(secondary.getSecondariesList()).isEmpty();
		assertThat(this.wire.send(async(start, "b").setMinCommitTs(start + 99)).getMinCommitTs()).isEqualTo(least);
	}

	@Test
	@DisplayName("57: the least commit timestamp is above every read")
	void commitsAboveEveryRead() {
		long start = this.wire.timestamp();
		long read = this.wire.timestamp() + Wire.ms(500);
		this.wire.read("other", read);
		assertThat(this.wire.send(async(start, "b")).getMinCommitTs()).isEqualTo(read + 1);
		this.wire.scan(this.wire.scanning("x", "y", read + 5));
		assertThat(this.wire.send(this.wire.onePhase(start, put("o", "v"))).getOnePcCommitTs()).isEqualTo(read + 6);
		this.wire.batchGet(read + 10, "x");
		assertThat(this.wire.send(this.wire.onePhase(start, put("o2", "v"))).getOnePcCommitTs()).isEqualTo(read + 11);
		this.wire.status("z", start, read + 20, 0);
		assertThat(this.wire.send(this.wire.onePhase(start, put("o3", "v"))).getOnePcCommitTs()).isEqualTo(read + 21);
	}

	@Test
	@DisplayName("0.3: a read of the latest version does not raise the greatest read timestamp")
	void isNotRaisedByTheLatest() {
		long start = this.wire.timestamp();
		this.wire.read("other", Wire.LATEST);
		long commit = this.wire.send(this.wire.onePhase(start, put("o", "v"))).getOnePcCommitTs();
		assertThat(commit).isGreaterThan(start).isLessThan(this.wire.timestamp());
	}

	@Test
	@DisplayName("58: a bound that is too low leaves plain locks")
	void leavesPlainLocksIfTheBoundIsTooLow() {
		long start = this.wire.timestamp();
		this.wire.read("other", this.wire.timestamp());
		PrewriteResponse response = this.wire.send(async(start, "b").setMaxCommitTs(start + 1));
		assertThat(response).isEqualTo(PrewriteResponse.getDefaultInstance());
		CheckTxnStatusResponse status = this.wire.status("p", start, 0, start);
		assertThat(status.getLockInfo().getUseAsyncCommit()).isFalse();
		assertThat(status.getLockInfo().getSecondariesList()).isEmpty();
		assertThat(this.wire.commit(start, this.wire.timestamp(), "p", "b").hasError()).isFalse();
	}

	@Test
	@DisplayName("61: one phase commits at once, all keys at one timestamp")
	void commitsInOnePhase() {
		long start = this.wire.timestamp();
		long commit = this.wire.send(this.wire.onePhase(start, put("a", "1"), insert("b", "2"), checkNotExists("c")))
			.getOnePcCommitTs();
		assertThat(commit).isGreaterThan(start);
		assertThat(this.wire.read("a", commit)).isEqualTo("1");
		assertThat(this.wire.read("b", commit)).isEqualTo("2");
		assertThat(this.wire.read("a", commit - 1)).isEqualTo("-");
		assertThat(this.wire.scanLocks(commit, 0, "", "")).isEmpty();
		assertThat(this.wire.writes("a")).isEqualTo(this.wire.writes("b"))
			.containsExactly("Put " + start + "->" + commit);
		assertThat(this.wire.writes("c")).isEmpty();
	}

	@Test
	@DisplayName("62: a bound that is too low falls back to two phases")
	void fallsBackIfTheBoundIsTooLow() {
		long start = this.wire.timestamp();
		this.wire.read("other", this.wire.timestamp());
		PrewriteResponse response = this.wire
			.send(this.wire.onePhase(start, put("a", "1"), put("b", "2")).setMaxCommitTs(start + 1));
		assertThat(response).isEqualTo(PrewriteResponse.getDefaultInstance());
		long commit = this.wire.timestamp();
		assertThat(this.wire.scanLocks(commit, 0, "", "")).containsExactly("a@" + start, "b@" + start);
		assertThat(this.wire.commit(start, commit, "a", "b").hasError()).isFalse();
		assertThat(this.wire.read("b", commit)).isEqualTo("2");
	}

	@Test
	@DisplayName("62: a bound that is met is no obstacle")
	void commitsUpToTheBound() {
		long start = this.wire.timestamp();
		long bound = this.wire.timestamp() + Wire.ms(1000);
		long commit = this.wire.send(this.wire.onePhase(start, put("a", "1")).setMaxCommitTs(bound)).getOnePcCommitTs();
		assertThat(commit).isGreaterThan(start).isLessThanOrEqualTo(bound);
		assertThat(
				this.wire.send(this.wire.onePhase(bound - 5, put("b", "1")).setMinCommitTs(bound).setMaxCommitTs(bound))
					.getOnePcCommitTs())
			.isEqualTo(bound);
	}

	@Test
	@DisplayName("62: a plain lock of its own makes one phase fall back")
	void fallsBackOverItsOwnLock() {
		long start = this.wire.timestamp();
		this.wire.prewritten(start, put("a", "1"));
		PrewriteResponse response = this.wire.send(this.wire.onePhase(start, put("a", "1"), put("b", "2")));
		assertThat(response).isEqualTo(PrewriteResponse.getDefaultInstance());
		assertThat(this.wire.scanLocks(this.wire.timestamp(), 0, "", "")).containsExactly("a@" + start, "b@" + start);
	}

	@Test
	@DisplayName("63: one phase repeated says the same timestamp and writes nothing")
	void repeatsOnePhase() {
		long start = this.wire.timestamp();
		long commit = this.wire.send(this.wire.onePhase(start, insert("a", "1"), put("b", "2"))).getOnePcCommitTs();
		this.wire.read("a", this.wire.timestamp());
		assertThat(this.wire.send(this.wire.onePhase(start, insert("a", "1"), put("b", "2"))).getOnePcCommitTs())
			.isEqualTo(commit);
		assertThat(this.wire.writes("a")).containsExactly("Put " + start + "->" + commit);
	}

	@Test
	@DisplayName("64: a conflict in one phase writes nothing")
	void writesNothingOnConflict() {
		long start = this.wire.timestamp();
		long other = this.wire.timestamp();
		this.wire.committed(other, other + 1, put("b", "other"));
		PrewriteResponse response = this.wire.send(this.wire.onePhase(start, put("a", "1"), put("b", "2")));
		assertThat(response.getErrorsList()).hasSize(1).allMatch((error) -> error.hasConflict());
		assertThat(response.getOnePcCommitTs()).isZero();
		assertThat(this.wire.writes("a")).isEmpty();
	}

	@Test
	@DisplayName("67: a restart keeps data and locks, and reads before it stay below later commits")
	void takesAFreshTimestampAtRestart() {
		long start = this.wire.timestamp();
		this.wire.prewritten(start, put("locked", "v"));
		long commit = this.wire.send(this.wire.onePhase(start, put("a", "1"))).getOnePcCommitTs();
		long read = this.wire.timestamp();
		this.wire.read("b", read);
		this.tikv.restart();
		try (Wire again = new Wire(this.tikv.address())) {
			assertThat(again.read("a", commit)).isEqualTo("1");
			assertThat(again.scanLocks(read, 0, "", "")).containsExactly("locked@" + start);
			assertThat(again.timestamp()).isGreaterThan(read);
			assertThat(again.send(again.onePhase(start, put("b", "2"))).getOnePcCommitTs()).isGreaterThan(read);
		}
	}

}
