package io.tito.relation;

/**
 * A row at one end of a relation.
 *
 * @param entity the name of its entity
 * @param id its id
 * @param relation the relation, a property of the row that points
 */
public record Reference(String entity, Object id, String relation) {

}
