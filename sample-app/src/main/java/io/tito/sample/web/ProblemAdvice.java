package io.tito.sample.web;

import java.util.List;

import io.tito.query.InvalidCursorException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers every failure with problem details; those of status 400 say which fields are
 * wrong. Constraints of the store speak when the transaction commits, after the service
 * method has returned, so this is the place to answer them.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

	@ExceptionHandler
	ProblemDetail invalidField(InvalidFieldException ex) {
		return badRequest(List.of(ex.problem()));
	}

	@ExceptionHandler
	ProblemDetail invalidCursor(InvalidCursorException ex) {
		return badRequest(List.of(new FieldProblem("after", "is not a cursor of this list")));
	}

	@ExceptionHandler
	ProblemDetail duplicate(DuplicateKeyException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The reference is used by another order");
	}

	@ExceptionHandler
	ProblemDetail stale(OptimisticLockingFailureException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT,
				"Somebody else changed it in the meantime: read it again and repeat the change");
	}

	@ExceptionHandler
	ProblemDetail unavailable(TransientDataAccessException ex) {
		log.warn("The store did not answer a request", ex);
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"The store is not available: try again later");
	}

	@ExceptionHandler
	ProblemDetail unexpected(Exception ex) {
		log.error("A request failed", ex);
		return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Object problem = (status.value() == HttpStatus.BAD_REQUEST.value()) ? badRequest(FieldProblems.of(ex)) : body;
		return super.handleExceptionInternal(ex, problem, headers, status, request);
	}

	private static ProblemDetail badRequest(List<FieldProblem> errors) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
				"The request cannot be used: see the errors");
		problem.setProperty("errors", errors);
		return problem;
	}

}
