package io.tito.repository.query;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.tito.core.EntityQuery;
import io.tito.core.Projections;
import io.tito.core.TitoOperations;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.mapping.TitoPersistentProperty;
import io.tito.query.QueryPlan;
import io.tito.query.QuerySpec;
import io.tito.relation.RelationFetcher;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.query.ParametersParameterAccessor;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.repository.query.ReturnedType;
import org.springframework.data.repository.query.parser.PartTree;

/**
 * A query method: planned, and refused if it cannot be answered, when its repository is
 * made.
 */
final class DerivedQuery implements RepositoryQuery {

	private final QueryMethod method;

	private final PartTree tree;

	private final QuerySpec<?> spec;

	private final TitoOperations operations;

	private final Projections projections;

	DerivedQuery(QueryMethod query, Method method, TitoOperations operations) {
		TitoPersistentEntity<?> entity = operations.mapping().entity(query.getEntityInformation().getJavaType());
		this.method = query;
		this.tree = new PartTree(query.getName(), entity.getType());
		this.operations = operations;
		this.projections = new Projections(operations.mapping());
		this.spec = DerivedSpec.of(query, method, this.tree);
		check(entity);
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
		EntityQuery<?, ?> query = query(arguments);
		if (this.tree.isDelete()) {
			List<?> deleted = query.delete();
			return this.method.isCollectionQuery() ? deleted : (Object) deleted.size();
		}
		if (this.tree.isCountProjection()) {
			return query.count();
		}
		if (this.tree.isExistsProjection()) {
			return query.exists();
		}
		var processor = this.method.getResultProcessor().withDynamicProjection(arguments);
		ReturnedType shown = processor.getReturnedType();
		return processor.processResult(find(query, arguments),
				(row) -> shown.isDtoProjection() ? this.projections.project(row, shown.getReturnedType()) : row);
	}

	@SuppressWarnings("NullAway")
	private EntityQuery<?, ?> query(ParametersParameterAccessor arguments) {
		Sort sort = arguments.getPageable().isPaged() ? Sort.unsorted() : arguments.getSort();
		QuerySpec<?> ordered = sort.isSorted() ? this.spec.orderBy(this.spec.sort().and(sort)) : this.spec;
		EntityQuery<?, ?> query = this.operations.query(ordered).limit(limit(arguments));
		int i = 0;
		for (Object argument : arguments) {
			query = query.bind(String.valueOf(i++), argument);
		}
		return query;
	}

	private @Nullable Object find(EntityQuery<?, ?> query, ParametersParameterAccessor arguments) {
		if (this.method.isScrollQuery()) {
			ScrollPosition position = arguments.getScrollPosition();
			return query.window((position != null) ? position : ScrollPosition.keyset());
		}
		Pageable pageable = arguments.getPageable();
		if (this.method.isPageQuery()) {
			return query.page(ordered(pageable));
		}
		if (this.method.isSliceQuery()) {
			return query.slice(ordered(pageable));
		}
		if (this.method.isCollectionQuery()) {
			return pageable.isPaged() ? query.slice(ordered(pageable)).getContent() : query.list();
		}
		return this.method.isStreamQuery() ? query.stream() : one(query, arguments);
	}

	private @Nullable Object one(EntityQuery<?, ?> query, ParametersParameterAccessor arguments) {
		List<?> found = limit(arguments).isLimited() ? query.list() : query.limit(2).list();
		if (found.size() > 1) {
			throw new IncorrectResultSizeDataAccessException(
					"'%s' found more than one row: return a List, or make the index unique".formatted(this.method), 1);
		}
		return found.isEmpty() ? null : found.get(0);
	}

	/**
	 * The order in the name comes before that of the page.
	 */
	private Pageable ordered(Pageable pageable) {
		if (pageable.isUnpaged() || pageable.getSort().isUnsorted() || this.spec.sort().isUnsorted()) {
			return pageable;
		}
		return PageRequest.of(pageable.getPageNumber(), pageable.getPageSize(),
				this.spec.sort().and(pageable.getSort()));
	}

	private Limit limit(ParametersParameterAccessor arguments) {
		Limit given = arguments.getLimit();
		Limit named = this.tree.getResultLimit();
		if (given.isUnlimited() || named.isUnlimited()) {
			return given.isUnlimited() ? named : given;
		}
		return Limit.of(Math.min(given.max(), named.max()));
	}

	private void check(TitoPersistentEntity<?> entity) {
		boolean ordered = !this.tree.isCountProjection() && !this.tree.isExistsProjection() && !this.tree.isDelete()
				&& !this.method.getParameters().hasSortParameter()
				&& !this.method.getParameters().hasPageableParameter();
		if (ordered) {
			QueryPlan.of(entity, this.spec);
		}
		else {
			QueryPlan.unordered(entity, this.spec);
		}
		if (this.tree.isLimiting() && this.method.getParameters().hasPageableParameter()) {
			throw refused("it names how many rows to return and takes a Pageable: leave out one of them");
		}
		new RelationFetcher(this.operations.mapping(), (snapshot, target, ids) -> Map.of()).check(entity,
				this.spec.fetch());
		checkProjection(entity);
	}

	private void checkProjection(TitoPersistentEntity<?> entity) {
		ReturnedType shown = this.method.getResultProcessor().getReturnedType();
		if (!shown.isDtoProjection()) {
			return;
		}
		Set<String> known = new TreeSet<>();
		for (TitoPersistentProperty property : entity) {
			known.add(property.getName());
		}
		for (String name : shown.getInputProperties()) {
			if (!known.contains(name)) {
				throw refused("%s wants the property '%s', which the entity does not have: use some of %s"
					.formatted(shown.getReturnedType().getName(), name, known));
			}
		}
	}

	private InvalidDataAccessApiUsageException refused(String why) {
		return new InvalidDataAccessApiUsageException(
				"The query method '%s' cannot be answered; %s".formatted(this.method, why));
	}

}
