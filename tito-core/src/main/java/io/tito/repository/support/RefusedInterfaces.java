package io.tito.repository.support;

import java.util.Map;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * Refuses the interfaces of Spring Data that Tito does not offer, before queries are
 * derived from the names of their methods.
 */
final class RefusedInterfaces {

	/** By name: their libraries need not be there. */
	private static final Map<String, String> REFUSED = Map.of(
			"org.springframework.data.repository.query.QueryByExampleExecutor", "queries by example",
			"org.springframework.data.querydsl.QuerydslPredicateExecutor", "predicates of Querydsl",
			"org.springframework.data.repository.reactive.ReactiveCrudRepository", "reactive repositories",
			"org.springframework.data.repository.kotlin.CoroutineCrudRepository", "coroutines");

	private RefusedInterfaces() {
	}

	static void check(Class<?> repository) {
		check(repository, repository);
	}

	private static void check(Class<?> repository, Class<?> type) {
		for (Class<?> parent : type.getInterfaces()) {
			String refused = REFUSED.get(parent.getName());
			if (refused != null) {
				throw new InvalidDataAccessApiUsageException(
						"%s extends %s, but Tito does not offer %s: derive queries from the names of methods, or write them with TitoOperations.query(type)"
							.formatted(repository.getName(), parent.getSimpleName(), refused));
			}
			check(repository, parent);
		}
	}

}
