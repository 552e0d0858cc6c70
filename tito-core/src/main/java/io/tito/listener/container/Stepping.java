package io.tito.listener.container;

/**
 * Listeners while they are run step by step.
 *
 * @param run what is run
 * @param steps what runs it
 * @param resume whether they ran by themselves before, and are to go on after that
 */
record Stepping(ListenerRun run, ListenerSteps steps, boolean resume) {

	Stepping withoutResuming() {
		return new Stepping(this.run, this.steps, false);
	}

}
