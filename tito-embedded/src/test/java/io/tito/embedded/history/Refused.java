package io.tito.embedded.history;

import java.util.Collection;

import org.tikv.kvproto.Kvrpcpb.Assertion;

/**
 * A request of which nothing is done, and the answer to it.
 */
final class Refused extends RuntimeException {

	private static final long serialVersionUID = 1;

	enum Kind {

		LOCKED, CONFLICT, ASSERTION, PESSIMISTIC_LOCK_NOT_FOUND, OTHER

	}

	private final Kind kind;

	private final String answer;

	Refused(Kind kind, String answer) {
		super(answer, null, false, false);
		this.kind = kind;
		this.answer = answer;
	}

	Kind kind() {
		return this.kind;
	}

	String answer() {
		return this.answer;
	}

	static Refused locked(LockView lock) {
		return new Refused(Kind.LOCKED, Text.locked(lock));
	}

	static Refused locked(Collection<Refused> all) {
		return new Refused(Kind.LOCKED, String.join(", ", all.stream().map(Refused::answer).toList()));
	}

	static Refused conflict(long start, ModelWrite other, String key, String primary, int reason) {
		return new Refused(Kind.CONFLICT, Text.conflict(start, other.start(), other.commit(), key, primary, reason));
	}

	static Refused assertion(long start, String key, Assertion assertion, long otherStart, long otherCommit) {
		return new Refused(Kind.ASSERTION, Text.assertion(start, key, assertion, otherStart, otherCommit));
	}

	static Refused pessimisticLockNotFound() {
		return new Refused(Kind.PESSIMISTIC_LOCK_NOT_FOUND, Text.abort("PessimisticLockNotFound"));
	}

	static Refused abort(String name) {
		return other(Text.abort(name));
	}

	static Refused other(String answer) {
		return new Refused(Kind.OTHER, answer);
	}

}
