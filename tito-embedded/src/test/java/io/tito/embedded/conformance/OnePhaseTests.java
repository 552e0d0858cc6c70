package io.tito.embedded.conformance;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.tito.embedded.wire.Notation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.kvproto.TikvGrpc;

import static io.tito.embedded.wire.Notation.checkNotExists;
import static io.tito.embedded.wire.Notation.insert;
import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Async commit and one-phase commit.
 */
class OnePhaseTests extends ConformanceTestBase {

	private PrewriteRequest.Builder async(long start, String secondary) {
		return this.wire.prewrite(start, put("p", "v"), put(secondary, "v"))
			.setUseAsyncCommit(true)
			.addSecondaries(this.wire.key(secondary));
	}

	private long leastCommit(PrewriteRequest.Builder request) {
		return this.wire.since(this.wire.send(request).getMinCommitTs());
	}

	private long onePhaseCommit(PrewriteRequest.Builder request) {
		return this.wire.since(this.wire.send(request).getOnePcCommitTs());
	}

	@Scenario(56)
	void givesTheLeastCommitTimestamp() {
		long start = this.wire.timestamp();
		assertThat(leastCommit(async(start, "b").setMinCommitTs(this.wire.at(start + 7))))
			.isGreaterThanOrEqualTo(start + 7);
		CheckTxnStatusResponse status = this.wire.status("p", start, 0, start);
		assertThat(status.getLockInfo().getUseAsyncCommit()).isTrue();
		assertThat(status.getLockInfo().getSecondariesList()).containsExactly(this.wire.key("b"));
		LockInfo secondary = this.wire.secondaries(start, "b").getLocks(0);
		assertThat(secondary.getUseAsyncCommit()).isTrue();
		assertThat(secondary.getSecondariesList()).isEmpty();
	}

	@Scenario(59)
	void givesTheSameLeastCommitTimestampAgain() {
		long start = this.wire.timestamp();
		long least = leastCommit(async(start, "b"));
		this.wire.read("other", this.wire.timestamp());
		assertThat(leastCommit(async(start, "b").setMinCommitTs(this.wire.at(start + 99)))).isEqualTo(least);
	}

	@Scenario(57)
	void commitsAboveEveryRead() {
		long start = this.wire.timestamp();
		long get = this.wire.timestamp();
		this.wire.read("other", get);
		assertThat(leastCommit(async(start, "b"))).isGreaterThan(get);
		long scan = this.wire.timestamp();
		this.wire.scan(this.wire.scanning("x", "y", scan));
		assertThat(onePhaseCommit(this.wire.onePhase(start, put("o", "v")))).isGreaterThan(scan);
		long batchGet = this.wire.timestamp();
		this.wire.batchGet(batchGet, "x");
		assertThat(onePhaseCommit(this.wire.onePhase(start, put("o2", "v")))).isGreaterThan(batchGet);
		long caller = this.wire.timestamp();
		this.wire.status("z", start, caller, 0);
		assertThat(onePhaseCommit(this.wire.onePhase(start, put("o3", "v")))).isGreaterThan(caller);
	}

	@Test
	@DisplayName("0.3: a read of the latest version does not raise the greatest read timestamp")
	void isNotRaisedByTheLatest() {
		long start = this.wire.timestamp();
		this.wire.read("other", Notation.LATEST);
		assertThat(onePhaseCommit(this.wire.onePhase(start, put("o", "v")))).isGreaterThan(start)
			// it may be the next that the oracle gives out
			.isLessThanOrEqualTo(this.wire.timestamp());
	}

	@Scenario(58)
	void leavesPlainLocksIfTheBoundIsTooLow() {
		long start = this.wire.timestamp();
		this.wire.read("other", this.wire.timestamp());
		PrewriteResponse response = this.wire.send(async(start, "b").setMaxCommitTs(this.wire.at(start + 1)));
		assertThat(response).isEqualTo(PrewriteResponse.getDefaultInstance());
		CheckTxnStatusResponse status = this.wire.status("p", start, 0, start);
		assertThat(status.getLockInfo().getUseAsyncCommit()).isFalse();
		assertThat(status.getLockInfo().getSecondariesList()).isEmpty();
		assertThat(this.wire.commit(start, this.wire.timestamp(), "p", "b").hasError()).isFalse();
	}

	@Scenario(61)
	void commitsInOnePhase() {
		long start = this.wire.timestamp();
		long commit = onePhaseCommit(this.wire.onePhase(start, put("a", "1"), insert("b", "2"), checkNotExists("c")));
		assertThat(commit).isGreaterThan(start);
		assertThat(this.wire.read("a", commit)).isEqualTo("1");
		assertThat(this.wire.read("b", commit)).isEqualTo("2");
		assertThat(this.wire.read("a", commit - 1)).isEqualTo("-");
		assertThat(this.wire.scanLocks(commit, 0, "", "")).isEmpty();
		assertThat(this.wire.writes("a")).isEqualTo(this.wire.writes("b"))
			.containsExactly("Put " + start + "->" + commit);
		assertThat(this.wire.writes("c")).isEmpty();
	}

	@Scenario(62)
	void fallsBackIfTheBoundIsTooLow() {
		long start = this.wire.timestamp();
		this.wire.read("other", this.wire.timestamp());
		PrewriteResponse response = this.wire
			.send(this.wire.onePhase(start, put("a", "1"), put("b", "2")).setMaxCommitTs(this.wire.at(start + 1)));
		assertThat(response).isEqualTo(PrewriteResponse.getDefaultInstance());
		long commit = this.wire.timestamp();
		assertThat(this.wire.scanLocks(commit, 0, "", "")).containsExactly("a@" + start, "b@" + start);
		assertThat(this.wire.commit(start, commit, "a", "b").hasError()).isFalse();
		assertThat(this.wire.read("b", commit)).isEqualTo("2");
	}

	@Test
	@DisplayName("1.2: a bound that is met is no obstacle")
	void commitsUpToTheBound() {
		long start = this.wire.timestamp();
		long bound = this.wire.timestamp() + Notation.ms(10_000);
		long commit = onePhaseCommit(this.wire.onePhase(start, put("a", "1")).setMaxCommitTs(this.wire.at(bound)));
		assertThat(commit).isGreaterThan(start).isLessThanOrEqualTo(bound);
		assertThat(onePhaseCommit(this.wire.onePhase(start, put("b", "1"))
			.setMinCommitTs(this.wire.at(bound))
			.setMaxCommitTs(this.wire.at(bound)))).isEqualTo(bound);
	}

	@Scenario(62)
	void fallsBackOverItsOwnLock() {
		long start = this.wire.timestamp();
		this.wire.prewritten(start, put("a", "1"));
		PrewriteResponse response = this.wire.send(this.wire.onePhase(start, put("a", "1"), put("b", "2")));
		assertThat(response).isEqualTo(PrewriteResponse.getDefaultInstance());
		assertThat(this.wire.scanLocks(this.wire.timestamp(), 0, "", "")).containsExactly("a@" + start, "b@" + start);
	}

	@Scenario(63)
	void repeatsOnePhase() {
		long start = this.wire.timestamp();
		long commit = onePhaseCommit(this.wire.onePhase(start, insert("a", "1"), put("b", "2")));
		this.wire.read("a", this.wire.timestamp());
		assertThat(onePhaseCommit(this.wire.onePhase(start, insert("a", "1"), put("b", "2")))).isEqualTo(commit);
		assertThat(this.wire.writes("a")).containsExactly("Put " + start + "->" + commit);
	}

	@Scenario(64)
	void writesNothingOnConflict() {
		long start = this.wire.timestamp();
		long other = this.wire.timestamp();
		this.wire.committed(other, this.wire.timestamp(), put("b", "other"));
		PrewriteResponse response = this.wire.send(this.wire.onePhase(start, put("a", "1"), put("b", "2")));
		assertThat(response.getErrorsList()).hasSize(1).allMatch((error) -> error.hasConflict());
		assertThat(response.getOnePcCommitTs()).isZero();
		assertThat(this.wire.writes("a")).isEmpty();
	}

	// the keys of a commit may be locked for a moment
	private String readUnlocked(String key, long read) {
		String value = this.wire.read(key, read);
		while (value.equals("locked")) {
			value = this.wire.read(key, read);
		}
		return value;
	}

	@Scenario(66)
	void showsAReaderAllOfACommitOrNothing() throws Exception {
		for (int round = 0; round < 20; round++) {
			String one = "a" + round;
			String other = "b" + round;
			long start = this.wire.timestamp();
			Future<PrewriteResponse> commit = TikvGrpc.newFutureStub(this.wire.channel())
				.kvPrewrite(this.wire.onePhase(start, put(one, "v"), put(other, "v")).build());
			long read = this.wire.timestamp();
			String first = readUnlocked(one, read);
			String second = readUnlocked(other, read);
			long committed = this.wire.since(commit.get(20, TimeUnit.SECONDS).getOnePcCommitTs());
			assertThat(first).isEqualTo((committed <= read) ? "v" : "-");
			assertThat(second).isEqualTo(first);
		}
	}

}
