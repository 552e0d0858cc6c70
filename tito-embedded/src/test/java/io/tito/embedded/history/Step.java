package io.tito.embedded.history;

import java.util.List;
import java.util.Map;

import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.AssertionLevel;
import org.tikv.kvproto.Kvrpcpb.IsolationLevel;
import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * One request of a history. Keys are short names, timestamps those of {@link Time}.
 */
sealed interface Step {

	record Change(Op op, String key, String value, Assertion assertion, boolean expectsLock) {
	}

	record Prewrite(long start, String primary, List<Change> changes, long ttl, long forUpdate, long minCommit,
			long maxCommit, boolean async, boolean onePhase, List<String> secondaries, boolean retry,
			AssertionLevel level) implements Step {

		boolean pessimistic() {
			return this.forUpdate > 0;
		}

	}

	record Commit(long start, long commit, List<String> keys) implements Step {
	}

	record Rollback(long start, List<String> keys) implements Step {
	}

	record Cleanup(long start, long current, String key) implements Step {
	}

	record Status(String key, long start, long caller, long current, boolean rollbackIfNone, boolean forceSync,
			boolean resolvingPessimistic, boolean verifiesPrimary) implements Step {
	}

	record Secondaries(long start, List<String> keys) implements Step {
	}

	record HeartBeat(long start, String key, long ttl) implements Step {
	}

	record Lock(long start, long forUpdate, String primary, List<String> keys, long ttl, long minCommit,
			boolean returnsValues, boolean checksExistence, boolean mustNotExist,
			boolean onlyIfExists) implements Step {

		boolean reads() {
			return this.returnsValues || this.checksExistence || this.mustNotExist;
		}

	}

	record Unlock(long start, long forUpdate, List<String> keys) implements Step {
	}

	/**
	 * Without keys: all locks of the transaction.
	 */
	record Resolve(long start, long commit, List<String> keys) implements Step {
	}

	record ResolveAll(Map<Long, Long> commitByStart) implements Step {
	}

	record ScanLocks(long max, int limit, String from, String to) implements Step {
	}

	record Sight(long at, IsolationLevel isolation, List<Long> resolved, List<Long> committed) {
	}

	record Get(String key, Sight sight) implements Step {
	}

	record BatchGet(List<String> keys, Sight sight) implements Step {
	}

	/**
	 * From a key to another one that is excluded, whatever the direction.
	 */
	record Scan(String from, String to, int limit, boolean descending, boolean keyOnly, Sight sight) implements Step {
	}

	record Collect(long safePoint) implements Step {
	}

	record Restart() implements Step {
	}

}
