package io.tito.embedded.history;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.Assertion;

/**
 * Answers as texts, so that the model's and the server's can be compared and read.
 */
final class Text {

	static final String OK = "ok";

	private Text() {
	}

	static String locked(LockView lock) {
		return "locked " + lock;
	}

	static String conflict(long start, long otherStart, long otherCommit, String key, String primary, int reason) {
		return "conflict" + reason + " of " + start + " with " + otherStart + "->" + otherCommit + " on " + key
				+ " primary=" + primary;
	}

	static String exists(String key) {
		return "exists " + key;
	}

	static String lockNotFound(String key) {
		return "lockNotFound " + key;
	}

	static String commitTsExpired(long start, long attempted, String key, long minimum) {
		return "commitTsExpired " + start + "->" + attempted + " on " + key + " least=" + minimum;
	}

	static String txnNotFound(long start, String key) {
		return "txnNotFound " + start + " on " + key;
	}

	static String assertion(long start, String key, Assertion assertion, long otherStart, long otherCommit) {
		return "assertion" + assertion + " of " + start + " on " + key + " but " + otherStart + "->" + otherCommit;
	}

	static String primaryMismatch(LockView lock) {
		return "primaryMismatch " + lock;
	}

	static String abort(String name) {
		return "abort" + name;
	}

	static String prewritten(long minCommit, long onePhaseCommit) {
		if (onePhaseCommit > 0) {
			return "onePhase " + onePhaseCommit + " " + minCommit;
		}
		return (minCommit > 0) ? "prewrittenAsync " + minCommit : "prewritten";
	}

	static String committed(long commit) {
		return "committed " + commit;
	}

	static String status(long commit, long ttl, Object action, @Nullable LockView lock) {
		String kind = (commit > 0) ? "statusCommitted " : (lock != null) ? "statusAlive" : "status";
		return kind + action + " " + commit + " " + ttl + " " + lock;
	}

	static String value(String key, @Nullable String value) {
		return (value != null) ? "value " + key + "=" + value : "absent";
	}

}
