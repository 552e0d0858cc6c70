package io.tito.client.internal.txn.commit;

import io.tito.key.Key;

/**
 * What a transaction does to a key.
 *
 * @param key the key
 * @param kind what is done
 * @param value the value, empty if there is none
 */
public record Write(Key key, Kind kind, byte[] value) {

	private static final byte[] NONE = {};

	static Write of(Key key, Kind kind) {
		return new Write(key, kind, NONE);
	}

	long bytes() {
		return this.key.length() + this.value.length;
	}

	/**
	 * Whether the prewrite leaves a lock that has to be committed or rolled back.
	 */
	boolean locks() {
		return this.kind != Kind.CHECK_ABSENT;
	}

	/**
	 * Whether there must be no value.
	 */
	boolean demandsAbsence() {
		return this.kind == Kind.INSERT || this.kind == Kind.CHECK_ABSENT;
	}

	/**
	 * The same for a key that is held, where the absence was checked already.
	 */
	Write held() {
		return switch (this.kind) {
			case INSERT -> new Write(this.key, Kind.PUT, this.value);
			case CHECK_ABSENT -> of(this.key, Kind.LOCK);
			case PUT, DELETE, LOCK -> this;
		};
	}

	/**
	 * The ways to change a key.
	 */
	public enum Kind {

		/** A value. */
		PUT,

		/** A value where none may be. */
		INSERT,

		/** No value. */
		DELETE,

		/** Nothing, but nobody else may write either. */
		LOCK,

		/** Nothing, and no value may be there: what was inserted was deleted again. */
		CHECK_ABSENT

	}

}
