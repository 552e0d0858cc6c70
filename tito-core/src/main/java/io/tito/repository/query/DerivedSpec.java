package io.tito.repository.query;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.tito.annotation.TitoAllowScan;
import io.tito.annotation.TitoFetch;
import io.tito.annotation.TitoUseIndex;
import io.tito.query.Filter;
import io.tito.query.QuerySpec;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.PartTree;

/**
 * Makes the query that the name and the annotations of a method describe. Its parameters
 * are named by the numbers of the method's arguments.
 */
final class DerivedSpec {

	private final QueryMethod method;

	private int parameters;

	private DerivedSpec(QueryMethod method) {
		this.method = method;
	}

	static QuerySpec<?> of(QueryMethod query, Method method, PartTree tree) {
		DerivedSpec derived = new DerivedSpec(query);
		QuerySpec<?> spec = QuerySpec.of(query.getEntityInformation().getJavaType()).orderBy(tree.getSort());
		Filter filter = derived.filter(tree);
		int given = query.getParameters().getBindableParameters().getNumberOfParameters();
		if (derived.parameters != given) {
			throw derived.refused("it compares with %d values and takes %d: take one argument for each"
				.formatted(derived.parameters, given));
		}
		if (filter != null) {
			spec = spec.where(filter);
		}
		return annotated(spec, method);
	}

	private static QuerySpec<?> annotated(QuerySpec<?> spec, Method method) {
		QuerySpec<?> annotated = spec;
		TitoUseIndex index = AnnotatedElementUtils.findMergedAnnotation(method, TitoUseIndex.class);
		if (index != null) {
			annotated = annotated.index(index.value());
		}
		TitoAllowScan scan = AnnotatedElementUtils.findMergedAnnotation(method, TitoAllowScan.class);
		if (scan != null) {
			annotated = annotated.allowScan(scan.value());
		}
		TitoFetch fetch = AnnotatedElementUtils.findMergedAnnotation(method, TitoFetch.class);
		return (fetch != null) ? annotated.with(fetch.value()) : annotated;
	}

	private @Nullable Filter filter(PartTree tree) {
		List<Filter> alternatives = new ArrayList<>();
		for (PartTree.OrPart alternative : tree) {
			Filter all = null;
			for (Part part : alternative) {
				Filter one = filter(part);
				all = (all != null) ? all.and(one) : one;
			}
			if (all != null) {
				alternatives.add(all);
			}
		}
		if (alternatives.isEmpty()) {
			return null;
		}
		return (alternatives.size() == 1) ? alternatives.get(0) : new Filter.Any(alternatives);
	}

	private Filter filter(Part part) {
		if (part.shouldIgnoreCase() != Part.IgnoreCaseType.NEVER) {
			throw refused(
					"the condition '%s' ignores case, which indexes do not: store the text in lower case too, and compare that"
						.formatted(part));
		}
		String field = part.getProperty().toDotPath();
		boolean collection = part.getProperty().getLeafProperty().isCollection();
		return switch (part.getType()) {
			case SIMPLE_PROPERTY -> Filter.eq(field, next());
			case NEGATING_SIMPLE_PROPERTY -> Filter.not(Filter.eq(field, next()));
			case IN -> Filter.in(field, List.of(next()));
			case NOT_IN -> Filter.not(Filter.in(field, List.of(next())));
			case BETWEEN -> Filter.between(field, next(), next());
			case LESS_THAN, BEFORE -> Filter.lt(field, next());
			case LESS_THAN_EQUAL -> Filter.lte(field, next());
			case GREATER_THAN, AFTER -> Filter.gt(field, next());
			case GREATER_THAN_EQUAL -> Filter.gte(field, next());
			case STARTING_WITH -> Filter.startingWith(field, next());
			case ENDING_WITH -> Filter.endingWith(field, next());
			case CONTAINING -> collection ? Filter.eq(field, next()) : Filter.containing(field, next());
			case NOT_CONTAINING -> Filter.not(collection ? Filter.eq(field, next()) : Filter.containing(field, next()));
			case TRUE -> Filter.eq(field, true);
			case FALSE -> Filter.eq(field, false);
			case IS_NULL -> Filter.isNull(field);
			case IS_NOT_NULL -> Filter.not(Filter.isNull(field));
			default -> throw refused(
					"the condition '%s' is not offered: use equality, In, Between, LessThan, GreaterThan, Before, After, StartingWith, EndingWith, Containing, IsNull or True"
						.formatted(part));
		};
	}

	private Object next() {
		return Filter.param(String.valueOf(this.parameters++));
	}

	private InvalidDataAccessApiUsageException refused(String why) {
		return new InvalidDataAccessApiUsageException(
				"The query method '%s' cannot be answered; %s".formatted(this.method, why));
	}

}
