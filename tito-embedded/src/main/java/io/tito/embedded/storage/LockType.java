package io.tito.embedded.storage;

/**
 * What a lock will become when its transaction commits.
 */
public enum LockType {

	PUT, DELETE, LOCK, PESSIMISTIC

}
