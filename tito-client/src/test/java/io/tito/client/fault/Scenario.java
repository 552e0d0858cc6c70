package io.tito.client.fault;

import java.util.Set;

/**
 * Something that a client does, and what has to be true afterwards. Used for one cell
 * after the other.
 */
interface Scenario {

	/**
	 * What has to be there before, and faults that lead to the step.
	 * @param scene the surroundings
	 */
	default void prepare(Scene scene) {
	}

	/**
	 * Do it.
	 * @param scene the surroundings
	 * @return how it ended
	 */
	Ending run(Scene scene);

	/**
	 * How it may end.
	 * @param step the request that meets the fault
	 * @param fault the fault
	 * @return the endings
	 */
	Set<Ending> allowed(Step step, Fault fault);

	/**
	 * Look at what came of it, all faults being over.
	 * @param scene the surroundings
	 * @param ending how it ended
	 */
	void verify(Scene scene, Ending ending);

	/**
	 * Whether the client itself leaves no lock behind.
	 * @param fault the fault
	 * @return false if others may have to remove some after their time
	 */
	default boolean cleansUp(Fault fault) {
		return fault.kind() != Fault.Kind.FATAL;
	}

}
