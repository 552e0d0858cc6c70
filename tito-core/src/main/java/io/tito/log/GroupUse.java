package io.tito.log;

/**
 * Tells whether a group is in use, for operations that must not be done then.
 */
@FunctionalInterface
public interface GroupUse {

	/** Knows of no instances. */
	GroupUse UNKNOWN = (type, group) -> false;

	/**
	 * Whether an instance listens to a type as part of a group.
	 * @param type the type
	 * @param group the group
	 * @return whether one does
	 */
	boolean isInUse(String type, String group);

}
