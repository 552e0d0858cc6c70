package io.tito.relation;

import io.tito.mapping.TitoPersistentEntity;
import io.tito.mapping.TitoPersistentProperty;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * What was to be fetched is no relation.
 */
public final class UnknownRelationException extends InvalidDataAccessApiUsageException {

	private static final long serialVersionUID = 1L;

	UnknownRelationException(TitoPersistentEntity<?> entity, String name) {
		super("%s has no relation '%s' to fetch: use one of %s, or annotate the property with @TitoRelation".formatted(
				entity.getType().getName(), name,
				entity.relations().stream().map(TitoPersistentProperty::getName).toList()));
	}

}
