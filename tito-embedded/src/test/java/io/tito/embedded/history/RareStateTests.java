package io.tito.embedded.history;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.AssertionLevel;
import org.tikv.kvproto.Kvrpcpb.IsolationLevel;
import org.tikv.kvproto.Kvrpcpb.Op;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * States that random histories have found and that nobody had thought of.
 */
class RareStateTests {

	private static final long FIRST = Time.at(10);

	private static final long SECOND = Time.at(20);

	private final Target target = new MemoryTarget();

	private final Connection server = this.target.begin();

	@AfterEach
	void stop() {
		this.target.close();
	}

	private String send(Step step) {
		return Time.readable(this.server.send(step).text());
	}

	private String stored(String key) {
		return Time.readable(this.server.dump(List.of(key)));
	}

	private String lock(long forUpdate, long ttl) {
		return send(
				new Step.Lock(FIRST, forUpdate, "k0", List.of("k0"), ttl, forUpdate + 1, false, false, false, false));
	}

	private static Step.Change put(String key, Assertion assertion, boolean expectsLock) {
		return new Step.Change(Op.Put, key, "v", assertion, expectsLock);
	}

	private static Step.Prewrite prewrite(long start, long forUpdate, Step.Change... changes) {
		return new Step.Prewrite(start, "k0", List.of(changes), 5, forUpdate, start + 1, 0, false, false, List.of(),
				false, AssertionLevel.Fast);
	}

	private static Step.Status status(String key, long start, long current) {
		return new Step.Status(key, start, 0, current, true, false, false, false);
	}

	@Test
	void locksAgainAsTheNewRequestSays() {
		lock(SECOND, 30);
		lock(SECOND + 1, 5);
		assertThat(stored("k0")).contains("ttl=5 forUpdate=20.1");
	}

	@Test
	void locksAgainThoughAnotherWasRolledBackThereSince() {
		lock(FIRST, 30);
		assertThat(send(status("k0", SECOND, 0))).startsWith("statusLockNotExistRollback");
		assertThat(lock(FIRST + 1, 30)).startsWith("pessimisticallyLocked");
	}

	@Test
	void refusesToLockWhatWasRolledBackAndCommittedAgain() {
		send(status("k0", FIRST, 0));
		assertThat(send(new Step.Prewrite(FIRST, "k0", List.of(put("k0", Assertion.None, false)), 5, FIRST, FIRST + 1,
				0, false, true, List.of(), false, AssertionLevel.Off)))
			.startsWith("onePhase");
		assertThat(lock(SECOND, 5)).isEqualTo("abortPessimisticLockRolledBack");
	}

	@Test
	void reportsAFailedAssertionBeforeLocks() {
		send(prewrite(FIRST, 0, put("k0", Assertion.None, false)));
		assertThat(send(prewrite(SECOND, 0, put("k0", Assertion.None, false), put("k1", Assertion.Exist, false))))
			.isEqualTo("assertionExist of 20.0 on k1 but 0->0");
	}

	@Test
	void checksTheAssertionWhenAPessimisticLockWasLost() {
		assertThat(send(prewrite(FIRST, FIRST, put("k0", Assertion.Exist, true))))
			.isEqualTo("assertionExist of 10.0 on k0 but 0->0");
	}

	@Test
	void protectsOnlyTheRollbackOfThePrimary() {
		send(prewrite(FIRST, 0, put("k0", Assertion.None, false), put("k1", Assertion.None, false)));
		send(status("k1", FIRST, Time.LATEST));
		assertThat(stored("k1")).startsWith("k1 [] Rollback 10.0->10.0 \n");
		send(status("k0", FIRST, Time.LATEST));
		assertThat(stored("k0")).startsWith("k0 [] Rollback 10.0->10.0 p\n");
	}

	@Test
	void namesTheLatestTimestampInAConflictAsItWasSent() {
		send(prewrite(FIRST, 0, put("k0", Assertion.None, false)));
		Step.Sight latest = new Step.Sight(Time.LATEST, IsolationLevel.RCCheckTS, List.of(), List.of());
		assertThat(send(new Step.Get("k0", latest))).startsWith("conflict4 of latest with 10.0->0 on k0");
	}

}
