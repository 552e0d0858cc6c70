package io.tito.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tito.query.Filter;
import io.tito.query.QuerySpec;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Sort;

import static io.tito.core.Sales.at;
import static io.tito.core.Sales.ids;
import static io.tito.query.Filter.eq;
import static io.tito.query.Filter.gt;
import static io.tito.query.Filter.gte;
import static io.tito.query.Filter.in;
import static io.tito.query.Filter.lt;
import static io.tito.query.Filter.param;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QueryTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private Sales sales;

	@BeforeEach
	void prepare() {
		this.sales = new Sales(cluster);
	}

	@Test
	void readsARangeOfANamedIndexInEitherDirection() {
		EntityQuery<Sale, Sale> ann = this.sales.query().index("by_customer").value("ann");
		assertThat(ids(ann)).containsExactly("1", "4", "3");
		assertThat(ids(ann.from(at(20)))).containsExactly("4", "3");
		assertThat(ids(ann.from(at(10)).to(at(30)).reverse())).containsExactly("4", "1");
		assertThat(ids(ann.through(at(20)))).containsExactly("1", "4");
	}

	@Test
	void takesTypedAndStringFieldsAlike() {
		assertThat(ids(this.sales.query().where(eq(Sale::customer, "ann").and(gte(Sale::at, at(20))))))
			.containsExactly("4", "3");
		assertThat(ids(this.sales.query().where(eq("customer", "ann").and(gte("at", at(20)))))).containsExactly("4",
				"3");
		assertThat(ids(this.sales.query().where(Sale::customer, "bob"))).containsExactly("2");
	}

	@Test
	void mergesAlternativesInOrder() {
		EntityQuery<Sale, Sale> both = this.sales.query().where(in("customer", "bob", "ann", "nobody")).orderBy("at");
		assertThat(ids(both)).containsExactly("1", "2", "4", "3");
		assertThat(ids(both.reverse())).containsExactly("3", "4", "2", "1");
		List<String> seen = new ArrayList<>();
		String cursor = null;
		do {
			QueryResult<Sale> page = both.limit(1).after(cursor).execute();
			page.forEach((sale) -> seen.add(sale.id()));
			cursor = page.cursor();
		}
		while (cursor != null);
		assertThat(seen).containsExactly("1", "2", "4", "3");
		assertThat(ids(this.sales.query().where(in("customer", List.of())))).isEmpty();
		assertThat(both.count()).isEqualTo(4);
	}

	@Test
	void picksTheIndexWithTheLongestUsablePrefix() {
		assertThat(this.sales.query().where(eq("customer", "ann")).explain().explain())
			.startsWith("read the index 'by_customer' where customer = ann");
		assertThat(this.sales.query().where(eq("customer", "ann").and(gt("amount", 60L))).explain().explain())
			.startsWith("read the index 'by_customer_and_amount' where customer = ann and amount > 60");
	}

	@Test
	void showsEachStepOfItsPlan() {
		EntityQuery<Sale, Sale> query = this.sales.query()
			.where(eq("customer", "ann").and(gte("at", at(20))).and(Filter.containing("note", "x")))
			.orderBy(Sort.by("at").descending())
			.allowScan(100);
		assertThat(query.explain().explain().lines()).containsExactly(
				"read the index 'by_customer' where customer = ann and at >= 1970-01-01T00:00:20Z, backwards",
				"get the rows in one batch per region", "keep rows with note containing x", "give up beyond 100 rows");
		assertThat(this.sales.query().explain().explain()).isEqualTo("read rows of 'sale' in the order of their ids");
	}

	@Test
	void filtersAndSortsRowsWhereAScanIsAllowed() {
		EntityQuery<Sale, Sale> cheap = this.sales.query().where(lt("amount", 70L)).allowScan(100);
		assertThat(ids(cheap)).containsExactly("2", "4", "5");
		assertThat(ids(cheap.orderBy("amount"))).containsExactly("4", "2", "5");
		assertThat(ids(cheap.orderBy(Sort.by("customer").descending()))).containsExactly("5", "2", "4");
		assertThat(ids(cheap.where(Filter.not(eq("customer", "bob"))))).containsExactly("4", "5");
		assertThat(ids(this.sales.query().where(eq("customer", "cid").or(gt("amount", 90L))).allowScan(100)))
			.containsExactly("1", "5");
		assertThat(cheap.count()).isEqualTo(3);
		QueryResult<Sale> first = cheap.orderBy("amount").limit(2).execute();
		assertThat(first.rows()).extracting(Sale::id).containsExactly("4", "2");
		assertThat(ids(cheap.orderBy("amount").limit(2).after(first.cursor()))).containsExactly("5");
	}

	@Test
	void runsAQueryThatWasMadeBeforeWithItsParameters() {
		QuerySpec<Sale> since = QuerySpec.of(Sale.class)
			.where(eq("customer", param("who")).and(gte("at", param("since"))));
		assertThat(ids(this.sales.template.query(since).bind("who", "ann").bind("since", at(20)))).containsExactly("4",
				"3");
		assertThat(ids(this.sales.template.query(since).bind("who", "bob").bind("since", at(0)))).containsExactly("2");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.sales.template.query(since).bind("who", "ann").list())
			.withMessage("The parameter 'since' of the query has no value: bind one");
		assertThat(this.sales.template.query(since).explain()).isSameAs(this.sales.template.query(since).explain());
	}

	@Test
	void showsRowsAsInterfacesRecordsAndClasses() {
		assertThat(this.sales.query().where("customer", "bob").as(Amount.class).list()).extracting(Amount::getAmount)
			.containsExactly(50L);
		assertThat(this.sales.query().where("customer", "bob").as(Line.class).list())
			.containsExactly(new Line("bob", 50));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.sales.query().as(Wrong.class).list())
			.withMessage("%s cannot show %s: its constructor takes 'colour', which is no property of the entity"
				.formatted(Wrong.class.getName(), Sale.class.getName()));
	}

	@Test
	void findsOneOrTheFirst() {
		EntityQuery<Sale, Sale> ann = this.sales.query().where("customer", "ann").orderBy("at");
		assertThat(ann.first()).map(Sale::id).contains("1");
		assertThat(this.sales.query().where("customer", "bob").one()).map(Sale::id).contains("2");
		assertThat(this.sales.query().where("customer", "nobody").one()).isEqualTo(Optional.empty());
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class).isThrownBy(ann::one)
			.withMessageContaining("more than one row");
	}

	@Test
	void deletesItsResults() {
		assertThat(this.sales.query().where("customer", "ann").orderBy("at").limit(2).delete()).extracting(Sale::id)
			.containsExactly("1", "4");
		assertThat(ids(this.sales.query())).containsExactly("2", "3", "5");
	}

	@Test
	void seesTheWritesOfItsOwnTransactionThroughEveryIndexInOrder() {
		this.sales.store.inTransaction(() -> {
			this.sales.template.save(Sale.of("0", "ann", 15, 90));
			this.sales.template.save(Sale.of("3", "bob", 30, 75));
			assertThat(ids(this.sales.query().where("customer", "ann").orderBy("at"))).containsExactly("1", "0", "4");
			assertThat(ids(this.sales.query().where(eq("customer", "ann").and(gt("amount", 50L))))).containsExactly("0",
					"1");
			assertThat(ids(this.sales.query().where(in("customer", "ann", "bob")).orderBy("at").reverse()))
				.containsExactly("3", "4", "2", "0", "1");
		});
	}

	@Test
	void findsRowsByTheirIds() {
		assertThat(ids(this.sales.query().where(in("id", "3", "1", "none")))).containsExactlyInAnyOrder("1", "3");
		assertThat(ids(this.sales.query().where(gt("id", "3")))).containsExactly("4", "5");
		assertThat(ids(
				this.sales.query().where(eq("customer", "ann").and(eq("id", "4"))).index("by_customer").allowScan(10)))
			.containsExactly("4");
	}

	interface Amount {

		long getAmount();

	}

	record Line(String customer, long amount) {
	}

	record Wrong(String customer, String colour) {
	}

}
