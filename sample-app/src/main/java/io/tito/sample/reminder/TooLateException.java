package io.tito.sample.reminder;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A reminder cannot be cancelled any more: status 409.
 */
final class TooLateException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	TooLateException(String eventId) {
		super(HttpStatus.CONFLICT, ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT,
				"The reminder '%s' is due already, or was cancelled before".formatted(eventId)), null);
	}

}
