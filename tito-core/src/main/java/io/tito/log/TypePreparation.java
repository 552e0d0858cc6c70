package io.tito.log;

/**
 * Prepares the store for an event type just before it is used for the first time, and
 * again when more partitions are announced. May run more than once, on several instances
 * at the same time; must not fail because of that.
 */
@FunctionalInterface
public interface TypePreparation {

	/** Prepares nothing. */
	TypePreparation NONE = (type, settings) -> {
	};

	/**
	 * Prepare.
	 * @param type the type
	 * @param settings what it is about to be stored with
	 */
	void prepare(String type, TypeSettings settings);

}
