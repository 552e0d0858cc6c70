package io.tito.query;

/**
 * How a value is compared. Along an index go equality, {@link #IN} and the ranges; the
 * others are answered only by a scan that was allowed.
 */
public enum Operator {

	/** Equal; null where the index keeps nulls. */
	EQ("="),

	/** Equal to one of several values. */
	IN("in"),

	/** Smaller. */
	LT("<"),

	/** Smaller or equal. */
	LTE("<="),

	/** Greater. */
	GT(">"),

	/** Greater or equal. */
	GTE(">="),

	/** A text that begins with another. */
	STARTING_WITH("starting with"),

	/** A text that ends with another. */
	ENDING_WITH("ending with"),

	/** A text that contains another. */
	CONTAINING("containing");

	private final String text;

	Operator(String text) {
		this.text = text;
	}

	boolean isEquality() {
		return this == EQ || this == IN;
	}

	boolean isRange() {
		return this == LT || this == LTE || this == GT || this == GTE || this == STARTING_WITH;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
