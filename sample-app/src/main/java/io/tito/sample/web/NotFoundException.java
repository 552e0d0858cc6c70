package io.tito.sample.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * What the path names does not exist: status 404.
 */
public final class NotFoundException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private NotFoundException(String detail) {
		super(HttpStatus.NOT_FOUND, ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, detail), null);
	}

	public static NotFoundException of(String what, String id) {
		return new NotFoundException("There is no %s '%s'".formatted(what, id));
	}

}
