package io.tito.embedded.conformance;

/**
 * What became of a scenario.
 */
enum Outcome {

	PASSED("passed"), FAILED("FAILED"), DIFFERS("differs"), PASSED_ALTHOUGH_LISTED("passed although listed"),
	NOT_APPLICABLE("not applicable"), NOT_RUN("not run");

	private final String text;

	Outcome(String text) {
		this.text = text;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
