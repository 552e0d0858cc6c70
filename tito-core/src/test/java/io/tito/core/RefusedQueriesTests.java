package io.tito.core;

import io.tito.annotation.TitoIndex;
import io.tito.mapping.UnknownFieldException;
import io.tito.query.AmbiguousIndexException;
import io.tito.query.Filter;
import io.tito.query.ScanLimitExceededException;
import io.tito.query.UnsupportedQueryException;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Sort;

import static io.tito.core.Sales.at;
import static io.tito.core.Sales.ids;
import static io.tito.query.Filter.eq;
import static io.tito.query.Filter.gt;
import static io.tito.query.Filter.lt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RefusedQueriesTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private Sales sales;

	@BeforeEach
	void prepare() {
		this.sales = new Sales(cluster);
	}

	@Test
	void refusesWhatNoIndexAnswersAndShowsTheOneToAdd() {
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.sales.query().where(eq("note", "x").and(gt("at", at(1)))).list())
			.withMessage(("No index of %s answers a query by [note, at > 1970-01-01T00:00:01Z]. "
					+ "Add @TitoIndex(name = \"by_note_at\", fields = { \"note\", \"at\" }) to the class, "
					+ "or allow a bounded scan with @TitoAllowScan")
				.formatted(Sale.class.getName()));
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.sales.query()
				.where("note", "x")
				.orderBy(Sort.by("at").and(Sort.by("id").descending()))
				.list())
			.withMessageContaining("fields = { \"note\", \"at\", \"id\" }, order = { ASC, ASC, DESC })");
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.sales.query().where(gt("at", at(1)).and(gt("amount", 1L))).list())
			.withMessageContaining("An index answers one range only, not those of [at, amount]");
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.sales.query().where(eq("customer", "a").or(eq("customer", "b"))).list())
			.withMessageContaining("No index can answer '(customer = a or customer = b)'");
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.sales.query().index("by_x").list())
			.withMessage(
					"%s has no index 'by_x': use one of [by_customer, by_customer_and_amount, by_rating, by_shop, by_shop_2]"
						.formatted(Sale.class.getName()));
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.sales.query().index("by_shop").where("shop", "s").orderBy("amount").list())
			.withMessageStartingWith(
					"The index 'by_shop' of %s, whose keys are [shop, at, id], does not answer a query "
						.formatted(Sale.class.getName()) + "by [shop] ordered by [amount]: name another one");
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.sales.query().index("by_shop").value("s").value(at(1)).value("1").value(2).list())
			.withMessage("The keys of the index 'by_shop' of %s have no 4 values: they are [shop, at, id]"
				.formatted(Sale.class.getName()));
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.sales.query().value("ann").list())
			.withMessageContaining("names no index: call index(...) first");
	}

	@Test
	void refusesAnIndexThatMightLackRows() {
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.sales.query().orderBy("rating").list())
			.withMessageEndingWith(
					"The index 'by_rating' leaves out rows in which 'rating' is null: add nulls = TitoIndex.Nulls.INDEXED to it, or declare that the property is never null");
		assertThat(ids(this.sales.query().where(Filter.gte("rating", 1)))).isEmpty();
	}

	@Test
	void refusesToChooseBetweenOrders() {
		assertThatExceptionOfType(AmbiguousIndexException.class)
			.isThrownBy(() -> this.sales.query().where("shop", "s").list())
			.withMessage(
					"The indexes 'by_shop' (by [at, id]), 'by_shop_2' (by [amount, id]) of %s answer the query in different orders: add an order to it, or name the index"
						.formatted(Sale.class.getName()));
		assertThat(this.sales.query().where("shop", "s").count()).isEqualTo(5);
		assertThat(ids(this.sales.query().where("shop", "s").orderBy("amount"))).containsExactly("4", "2", "5", "3",
				"1");
		assertThat(ids(this.sales.query().where("shop", "s").index("by_shop"))).containsExactly("5", "1", "2", "4",
				"3");
	}

	@Test
	void refusesUnknownFieldsAndValuesOfAnotherType() {
		assertThatExceptionOfType(UnknownFieldException.class)
			.isThrownBy(() -> this.sales.query().where("colour", "red").list())
			.withMessage("The query names the property 'colour', which does not exist: use one of "
					+ "[id, customer, at, amount, shop, note, rating]");
		assertThatExceptionOfType(UnknownFieldException.class)
			.isThrownBy(() -> this.sales.query().orderBy("colour").list());
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.sales.query().where("customer", 7).list())
			.withMessage(
					"The property 'customer' is of type java.lang.String and never equals a value of type java.lang.Integer: pass one of its own type");
	}

	@Test
	void givesUpAScanThatReadsMoreThanItWasAllowedTo() {
		assertThatExceptionOfType(ScanLimitExceededException.class)
			.isThrownBy(() -> this.sales.query().where(lt("amount", 0L)).allowScan(4).list())
			.withMessageStartingWith(
					"A query of 'sale' read 4 rows, as many as it was allowed to, and was not done: add an index, or allow more");
	}

}
