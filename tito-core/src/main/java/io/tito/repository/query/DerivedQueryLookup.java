package io.tito.repository.query;

import java.lang.reflect.Method;

import io.tito.core.TitoOperations;

import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.core.NamedQueries;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.query.DefaultParameters;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.RepositoryQuery;

/**
 * Derives each query from the name of its method.
 */
public final class DerivedQueryLookup implements QueryLookupStrategy {

	private final TitoOperations operations;

	public DerivedQueryLookup(TitoOperations operations) {
		this.operations = operations;
	}

	@Override
	public RepositoryQuery resolveQuery(Method method, RepositoryMetadata metadata, ProjectionFactory factory,
			NamedQueries named) {
		QueryMethod query = new QueryMethod(method, metadata, factory, DefaultParameters::new);
		return new DerivedQuery(query, method, this.operations);
	}

}
