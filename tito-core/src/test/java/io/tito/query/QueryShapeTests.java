package io.tito.query;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static io.tito.query.Filter.eq;
import static io.tito.query.Filter.gte;
import static io.tito.query.Filter.in;
import static io.tito.query.Filter.isNull;
import static io.tito.query.Filter.not;
import static io.tito.query.Filter.param;
import static org.assertj.core.api.Assertions.assertThat;

class QueryShapeTests {

	private final QuerySpec<Object> all = QuerySpec.of(Object.class);

	@Test
	void isTheSameWhateverTheValues() {
		QuerySpec<Object> one = this.all.where(eq("name", "ann").and(not(gte("size", 1)))).orderBy("size");
		QuerySpec<Object> other = this.all.where(eq("name", "bob").and(not(gte("size", 2)))).orderBy("size");
		assertThat(shape(one).spec()).isEqualTo(shape(other).spec());
		assertThat(shape(one).values().values()).containsExactlyInAnyOrder("ann", 1);
		assertThat(shape(this.all.where(in("name", "a", "b"))).spec())
			.isEqualTo(shape(this.all.where(in("name", "c"))).spec());
		assertThat(shape(this.all.where(in("name", "a", "b"))).values().values()).containsExactly(List.of("a", "b"));
		assertThat(shape(this.all.index("by_name").value("a").bound(Operator.LT, 1)).spec())
			.isEqualTo(shape(this.all.index("by_name").value("b").bound(Operator.LT, 2)).spec());
	}

	@Test
	void differsWhereThePlanMightDiffer() {
		assertThat(shape(this.all.where(isNull("name"))).spec())
			.isNotEqualTo(shape(this.all.where(eq("name", "ann"))).spec());
		assertThat(shape(this.all.where(eq("name", "ann"))).spec())
			.isNotEqualTo(shape(this.all.where(eq("size", "ann"))).spec())
			.isNotEqualTo(shape(this.all.where(gte("name", "ann"))).spec())
			.isNotEqualTo(shape(this.all.where(eq("name", "ann")).reverse()).spec());
	}

	@Test
	void keepsTheParametersOfTheQuery() {
		QuerySpec<Object> spec = this.all.where(eq("name", param("who")));
		assertThat(QueryShape.of(spec, Map.of("who", "ann"))).isEqualTo(new QueryShape<>(spec, Map.of("who", "ann")));
	}

	private static QueryShape<Object> shape(QuerySpec<Object> spec) {
		return QueryShape.of(spec, Map.of());
	}

}
