package io.tito.query;

import java.util.List;
import java.util.stream.Collectors;

import io.tito.mapping.TitoPersistentEntity;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * Several indexes answer a query in different orders, and it names none. Add the order to
 * the query, or name the index.
 */
public final class AmbiguousIndexException extends InvalidDataAccessApiUsageException {

	private static final long serialVersionUID = 1L;

	AmbiguousIndexException(TitoPersistentEntity<?> entity, List<Match> matches) {
		super("The indexes %s of %s answer the query in different orders: add an order to it, or name the index"
			.formatted(matches.stream()
				.map((match) -> "'%s' (by %s)".formatted(match.path().name(),
						match.remaining().stream().map(Component::name).toList()))
				.collect(Collectors.joining(", ")), entity.getType().getName()));
	}

}
