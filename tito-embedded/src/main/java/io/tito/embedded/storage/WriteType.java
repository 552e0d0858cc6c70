package io.tito.embedded.storage;

/**
 * What a write record says about its key.
 */
public enum WriteType {

	PUT, DELETE, LOCK, ROLLBACK;

	/**
	 * Whether a record of this type decides what a reader sees; the others are skipped.
	 * @return true for {@link #PUT} and {@link #DELETE}
	 */
	public boolean isData() {
		return this == PUT || this == DELETE;
	}

}
