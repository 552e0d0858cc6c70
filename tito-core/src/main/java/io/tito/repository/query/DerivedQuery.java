package io.tito.repository.query;

import java.util.List;

import io.tito.core.TitoOperations;
import io.tito.query.EntityQuery;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.repository.query.ParametersParameterAccessor;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.RepositoryQuery;

/**
 * A query method at work.
 */
final class DerivedQuery implements RepositoryQuery {

	private final QueryMethod method;

	private final DerivedCriteria criteria;

	private final TitoOperations operations;

	DerivedQuery(QueryMethod method, DerivedCriteria criteria, TitoOperations operations) {
		this.method = method;
		this.criteria = criteria;
		this.operations = operations;
	}

	@Override
	public QueryMethod getQueryMethod() {
		return this.method;
	}

	// the compilers of JDK 17 and 25 do not see the same annotations in Spring Data's
	// class files
	@Override
	@SuppressWarnings("NullAway")
	public @Nullable Object execute(@Nullable Object[] parameters) {
		ParametersParameterAccessor arguments = new ParametersParameterAccessor(this.method.getParameters(),
				parameters);
		EntityQuery<?> query = this.criteria.query(arguments);
		if (this.criteria.tree().isDelete()) {
			List<?> deleted = this.operations.delete(query);
			return this.method.isCollectionQuery() ? deleted : (Object) deleted.size();
		}
		if (this.criteria.tree().isCountProjection()) {
			return this.operations.count(query);
		}
		if (this.criteria.tree().isExistsProjection()) {
			return this.operations.exists(query);
		}
		return this.method.getResultProcessor().withDynamicProjection(arguments).processResult(find(query, arguments));
	}

	private @Nullable Object find(EntityQuery<?> query, ParametersParameterAccessor arguments) {
		Limit limit = limit(arguments);
		if (this.method.isScrollQuery()) {
			ScrollPosition position = arguments.getScrollPosition();
			return this.operations.find(query, (position != null) ? position : ScrollPosition.keyset(), limit);
		}
		if (this.method.isCollectionQuery()) {
			return list(query, limit);
		}
		return this.method.isStreamQuery() ? list(query, limit).stream() : one(query, limit);
	}

	private @Nullable Object one(EntityQuery<?> query, Limit limit) {
		List<?> found = list(query, limit.isLimited() ? limit : Limit.of(2));
		if (found.size() > 1) {
			throw new IncorrectResultSizeDataAccessException(
					"'%s' found more than one row: return a List, or make the index unique".formatted(this.method), 1);
		}
		return found.isEmpty() ? null : found.get(0);
	}

	private List<?> list(EntityQuery<?> query, Limit limit) {
		return this.operations.find(query, ScrollPosition.keyset(), limit).getContent();
	}

	private Limit limit(ParametersParameterAccessor arguments) {
		Limit given = arguments.getLimit();
		Limit named = this.criteria.tree().getResultLimit();
		if (given.isUnlimited() || named.isUnlimited()) {
			return given.isUnlimited() ? named : given;
		}
		return Limit.of(Math.min(given.max(), named.max()));
	}

}
