package io.tito.repository.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.tito.mapping.TitoPersistentEntity;
import io.tito.query.EntityQuery;
import io.tito.query.QueryPlan;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.PartTree;

/**
 * What the name of a query method asks for, checked when the repository is made: every
 * query that cannot be answered along an index is refused there.
 *
 * @param type the class of the entity
 * @param tree the parsed name
 * @param equal the properties that are to equal the arguments, in their order
 * @param order the properties to order by
 * @param descending whether the order is reversed
 */
record DerivedCriteria(Class<?> type, PartTree tree, List<String> equal, List<String> order, boolean descending) {

	static DerivedCriteria of(QueryMethod method, TitoPersistentEntity<?> entity) {
		PartTree tree = new PartTree(method.getName(), entity.getType());
		if (method.isPageQuery() || method.isSliceQuery() || method.getParameters().hasPageableParameter()) {
			throw refused(method, "pages by number would count or skip rows: "
					+ "take a ScrollPosition and a Limit, and return a Window");
		}
		if (method.getParameters().hasSortParameter()) {
			throw refused(method,
					"an order given by the caller may not fit an index: name it in the method (OrderBy...)");
		}
		if (method.getResultProcessor().getReturnedType().isDtoProjection()) {
			throw refused(method,
					"projections to classes are not offered: return the entity or an interface of getters");
		}
		List<String> equal = equal(method, tree);
		if (equal.size() != method.getParameters().getBindableParameters().getNumberOfParameters()) {
			throw refused(method, "it names %d properties: take one argument for each".formatted(equal.size()));
		}
		List<String> order = new ArrayList<>();
		tree.getSort().forEach((one) -> order.add(one.getProperty()));
		QueryPlan.of(entity, equal, order);
		return new DerivedCriteria(entity.getType(), tree, equal, order, descending(method, tree.getSort()));
	}

	/**
	 * The query for the arguments of one call.
	 * @param arguments the arguments that are no special parameters, in their order
	 * @return the query
	 */
	EntityQuery<?> query(Iterable<Object> arguments) {
		EntityQuery<?> query = new EntityQuery<>(this.type, Map.of(), this.order, this.descending);
		int i = 0;
		for (Object argument : arguments) {
			query = query.where(this.equal.get(i++), argument);
		}
		return query;
	}

	private static List<String> equal(QueryMethod method, PartTree tree) {
		List<PartTree.OrPart> alternatives = tree.toList();
		if (alternatives.size() > 1) {
			throw refused(method, "'Or' needs several ranges: write one method for each alternative");
		}
		List<String> equal = new ArrayList<>();
		tree.getParts().forEach((part) -> {
			if (part.getType() != Part.Type.SIMPLE_PROPERTY || part.getProperty().hasNext()
					|| part.shouldIgnoreCase() != Part.IgnoreCaseType.NEVER) {
				throw refused(method, "the condition '%s' is not offered: compare properties of the entity for equality"
					.formatted(part));
			}
			equal.add(part.getProperty().getSegment());
		});
		return equal;
	}

	private static boolean descending(QueryMethod method, Sort sort) {
		long descending = sort.stream().filter(Sort.Order::isDescending).count();
		if (descending != 0 && descending != sort.stream().count()) {
			throw refused(method, "an index is read in one direction: order all properties by Asc, or all by Desc");
		}
		return descending != 0;
	}

	private static InvalidDataAccessApiUsageException refused(QueryMethod method, String why) {
		return new InvalidDataAccessApiUsageException(
				"The query method '%s' cannot be answered; %s".formatted(method, why));
	}

}
