package io.tito.client.fault;

/**
 * How what a cell did ended.
 */
enum Ending {

	/** A read showed what it had to show. */
	READ("read"),

	/** A commit succeeded. */
	COMMITTED("committed"),

	/** A commit did not succeed, and said so. */
	ABORTED("aborted"),

	/** An exception said that surely nothing was committed. */
	REFUSED("refused"),

	/** Given up on purpose. */
	ROLLED_BACK("rolled back");

	private final String text;

	Ending(String text) {
		this.text = text;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
