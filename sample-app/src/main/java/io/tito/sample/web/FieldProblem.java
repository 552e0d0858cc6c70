package io.tito.sample.web;

/**
 * One thing that is wrong with a request.
 */
record FieldProblem(String field, String message) {

}
