package io.tito.sample.web;

/**
 * A parameter or a field of the request cannot be used: status 400.
 */
public final class InvalidFieldException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String field;

	private final String problem;

	public InvalidFieldException(String field, String problem) {
		super(field + ": " + problem);
		this.field = field;
		this.problem = problem;
	}

	FieldProblem problem() {
		return new FieldProblem(this.field, this.problem);
	}

}
