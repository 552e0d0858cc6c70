package io.tito.sample.web;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/**
 * Finds out which fields of a request an exception of Spring MVC complains about.
 */
final class FieldProblems {

	private static final String BODY = "body";

	private FieldProblems() {
	}

	static List<FieldProblem> of(Exception exception) {
		if (exception instanceof MethodArgumentNotValidException ex) {
			return ex.getAllErrors().stream().map(FieldProblems::of).toList();
		}
		if (exception instanceof HandlerMethodValidationException ex) {
			return ex.getParameterValidationResults().stream().flatMap((result) -> of(result).stream()).toList();
		}
		if (exception instanceof MissingServletRequestParameterException ex) {
			return List.of(new FieldProblem(ex.getParameterName(), "is missing"));
		}
		if (exception instanceof TypeMismatchException ex) {
			return List.of(new FieldProblem(nameOr(ex.getPropertyName(), "parameter"), "has the wrong form"));
		}
		if (exception instanceof HttpMessageNotReadableException ex) {
			return List.of(unreadable(ex.getCause()));
		}
		return List.of(new FieldProblem("request", "cannot be read"));
	}

	private static List<FieldProblem> of(ParameterValidationResult result) {
		if (result instanceof ParameterErrors errors) {
			return errors.getAllErrors().stream().map(FieldProblems::of).toList();
		}
		String name = nameOr(result.getMethodParameter().getParameterName(), "parameter");
		return result.getResolvableErrors().stream().map((error) -> new FieldProblem(name, message(error))).toList();
	}

	private static FieldProblem of(ObjectError error) {
		String field = (error instanceof FieldError fieldError) ? fieldError.getField() : BODY;
		return new FieldProblem(field, message(error));
	}

	private static FieldProblem unreadable(@Nullable Throwable cause) {
		if (cause instanceof DatabindException ex && !ex.getPath().isEmpty()) {
			return new FieldProblem(path(ex), "has the wrong type");
		}
		if (cause instanceof InputCoercionException ex) {
			return new FieldProblem(nameOr(ex.processor().currentName(), BODY), "is out of range");
		}
		return new FieldProblem(BODY, (cause instanceof JacksonException) ? "is not valid JSON" : "is missing");
	}

	private static String path(DatabindException exception) {
		return exception.getPath()
			.stream()
			.map((step) -> (step.getPropertyName() != null) ? step.getPropertyName() : "[" + step.getIndex() + "]")
			.collect(Collectors.joining("."))
			.replace(".[", "[");
	}

	private static String message(MessageSourceResolvable error) {
		return nameOr(error.getDefaultMessage(), "is invalid");
	}

	private static String nameOr(@Nullable String text, String other) {
		return (text != null) ? text : other;
	}

}
