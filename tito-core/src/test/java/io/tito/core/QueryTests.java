package io.tito.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.mapping.UnknownFieldException;
import io.tito.query.AmbiguousIndexException;
import io.tito.query.Filter;
import io.tito.query.InvalidCursorException;
import io.tito.query.QuerySpec;
import io.tito.query.ScanLimitExceededException;
import io.tito.query.UnsupportedQueryException;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

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

	private TestStore store;

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.template = this.store.template();
		this.template.saveAll(List.of(Sale.of("1", "ann", 10, 100), Sale.of("2", "bob", 20, 50),
				Sale.of("3", "ann", 30, 75), Sale.of("4", "ann", 20, 10), Sale.of("5", "cid", 5, 60)));
	}

	@Test
	void readsARangeOfANamedIndexInEitherDirection() {
		EntityQuery<Sale, Sale> ann = sales().index("by_customer").value("ann");
		assertThat(ids(ann)).containsExactly("1", "4", "3");
		assertThat(ids(ann.from(at(20)))).containsExactly("4", "3");
		assertThat(ids(ann.from(at(10)).to(at(30)).reverse())).containsExactly("4", "1");
		assertThat(ids(ann.through(at(20)))).containsExactly("1", "4");
	}

	@Test
	void pagesWithCursorsExactlyWhileThereIsMore() {
		EntityQuery<Sale, Sale> ann = sales().index("by_customer").value("ann").limit(2);
		QueryResult<Sale> first = ann.execute();
		assertThat(first.rows()).extracting(Sale::id).containsExactly("1", "4");
		assertThat(first.hasMore()).isTrue();
		QueryResult<Sale> second = ann.after(first.cursor()).execute();
		assertThat(second.rows()).extracting(Sale::id).containsExactly("3");
		assertThat(second.cursor()).isNull();
		assertThat(ann.limit(3).execute().cursor()).isNull();
	}

	@Test
	void goesOnBehindARowThatWasDeleted() {
		EntityQuery<Sale, Sale> ann = sales().index("by_customer").value("ann").limit(1);
		String cursor = ann.execute().cursor();
		this.template.deleteById(Sale.class, "1");
		assertThat(ids(ann.after(cursor))).containsExactly("4");
	}

	@Test
	void takesTypedAndStringFieldsAlike() {
		assertThat(ids(sales().where(eq(Sale::customer, "ann").and(gte(Sale::at, at(20)))))).containsExactly("4", "3");
		assertThat(ids(sales().where(eq("customer", "ann").and(gte("at", at(20)))))).containsExactly("4", "3");
		assertThat(ids(sales().where(Sale::customer, "bob"))).containsExactly("2");
	}

	@Test
	void mergesAlternativesInOrder() {
		EntityQuery<Sale, Sale> both = sales().where(in("customer", "bob", "ann", "nobody")).orderBy("at");
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
		assertThat(ids(sales().where(in("customer", List.of())))).isEmpty();
		assertThat(both.count()).isEqualTo(4);
	}

	@Test
	void picksTheIndexWithTheLongestUsablePrefix() {
		assertThat(sales().where(eq("customer", "ann")).explain().explain())
			.startsWith("read the index 'by_customer' where customer = ann");
		assertThat(sales().where(eq("customer", "ann").and(gt("amount", 60L))).explain().explain())
			.startsWith("read the index 'by_customer_and_amount' where customer = ann and amount > 60");
	}

	@Test
	void showsEachStepOfItsPlan() {
		EntityQuery<Sale, Sale> query = sales()
			.where(eq("customer", "ann").and(gte("at", at(20))).and(Filter.containing("note", "x")))
			.orderBy(Sort.by("at").descending())
			.allowScan(100);
		assertThat(query.explain().explain().lines()).containsExactly(
				"read the index 'by_customer' where customer = ann and at >= 1970-01-01T00:00:20Z, backwards",
				"get the rows in one batch per region", "keep rows with note containing x", "give up beyond 100 rows");
		assertThat(sales().explain().explain()).isEqualTo("read rows of 'sale' in the order of their ids");
	}

	@Test
	void filtersAndSortsRowsWhereAScanIsAllowed() {
		EntityQuery<Sale, Sale> cheap = sales().where(lt("amount", 70L)).allowScan(100);
		assertThat(ids(cheap)).containsExactly("2", "4", "5");
		assertThat(ids(cheap.orderBy("amount"))).containsExactly("4", "2", "5");
		assertThat(ids(cheap.orderBy(Sort.by("customer").descending()))).containsExactly("5", "2", "4");
		assertThat(ids(cheap.where(Filter.not(eq("customer", "bob"))))).containsExactly("4", "5");
		assertThat(ids(sales().where(eq("customer", "cid").or(gt("amount", 90L))).allowScan(100))).containsExactly("1",
				"5");
		assertThat(cheap.count()).isEqualTo(3);
		QueryResult<Sale> first = cheap.orderBy("amount").limit(2).execute();
		assertThat(first.rows()).extracting(Sale::id).containsExactly("4", "2");
		assertThat(ids(cheap.orderBy("amount").limit(2).after(first.cursor()))).containsExactly("5");
	}

	@Test
	void givesUpAScanThatReadsMoreThanItWasAllowedTo() {
		assertThatExceptionOfType(ScanLimitExceededException.class)
			.isThrownBy(() -> sales().where(lt("amount", 0L)).allowScan(4).list())
			.withMessageStartingWith(
					"A query of 'sale' read 4 rows, as many as it was allowed to, and was not done: add an index, or allow more");
	}

	@Test
	void runsAQueryThatWasMadeBeforeWithItsParameters() {
		QuerySpec<Sale> since = QuerySpec.of(Sale.class)
			.where(eq("customer", param("who")).and(gte("at", param("since"))));
		assertThat(ids(this.template.query(since).bind("who", "ann").bind("since", at(20)))).containsExactly("4", "3");
		assertThat(ids(this.template.query(since).bind("who", "bob").bind("since", at(0)))).containsExactly("2");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.query(since).bind("who", "ann").list())
			.withMessage("The parameter 'since' of the query has no value: bind one");
		assertThat(this.template.query(since).explain()).isSameAs(this.template.query(since).explain());
	}

	@Test
	void showsRowsAsInterfacesRecordsAndClasses() {
		assertThat(sales().where("customer", "bob").as(Amount.class).list()).extracting(Amount::getAmount)
			.containsExactly(50L);
		assertThat(sales().where("customer", "bob").as(Line.class).list()).containsExactly(new Line("bob", 50));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> sales().as(Wrong.class).list())
			.withMessage("%s cannot show %s: its constructor takes 'colour', which is no property of the entity"
				.formatted(Wrong.class.getName(), Sale.class.getName()));
	}

	@Test
	void scrollsWindowsInBothDirections() {
		EntityQuery<Sale, Sale> ann = sales().where("customer", "ann").orderBy("at").limit(2);
		Window<Sale> first = ann.window(ScrollPosition.keyset());
		assertThat(first.getContent()).extracting(Sale::id).containsExactly("1", "4");
		KeysetScrollPosition last = (KeysetScrollPosition) first.positionAt(1);
		assertThat(last.getKeys()).containsEntry("at", at(20)).containsEntry("id", "4");
		assertThat(ann.window(last).getContent()).extracting(Sale::id).containsExactly("3");
		assertThat(ann.window(last.backward()).getContent()).extracting(Sale::id).containsExactly("1");
	}

	@Test
	void turnsPagesByNumber() {
		EntityQuery<Sale, Sale> all = sales().orderBy("id");
		Page<Sale> second = all.page(PageRequest.of(1, 2));
		assertThat(second.getContent()).extracting(Sale::id).containsExactly("3", "4");
		assertThat(second.getTotalElements()).isEqualTo(5);
		assertThat(all.page(PageRequest.of(2, 2)).getTotalElements()).isEqualTo(5);
		assertThat(all.page(PageRequest.of(9, 2)).getTotalElements()).isEqualTo(5);
		Slice<Sale> slice = all.slice(PageRequest.of(2, 2));
		assertThat(slice.getContent()).extracting(Sale::id).containsExactly("5");
		assertThat(slice.hasNext()).isFalse();
		assertThat(sales().where("customer", "ann").slice(PageRequest.of(0, 2, Sort.by("at").descending())))
			.extracting(Sale::id)
			.containsExactly("3", "4");
	}

	@Test
	void streamsPageByPageAtOneSnapshot() {
		for (int i = 0; i < 450; i++) {
			this.template.save(Sale.of("s%03d".formatted(i), "many", i, i));
		}
		try (Stream<Sale> stream = sales().where("customer", "many").orderBy("at").stream()) {
			List<String> seen = new ArrayList<>();
			stream.forEach((sale) -> {
				seen.add(sale.id());
				this.template.deleteById(Sale.class, "s%03d".formatted(449 - seen.size() + 1));
			});
			assertThat(seen).hasSize(450).isSorted();
		}
		assertThat(sales().where("customer", "many").exists()).isFalse();
	}

	@Test
	void findsOneOrTheFirst() {
		EntityQuery<Sale, Sale> ann = sales().where("customer", "ann").orderBy("at");
		assertThat(ann.first()).map(Sale::id).contains("1");
		assertThat(sales().where("customer", "bob").one()).map(Sale::id).contains("2");
		assertThat(sales().where("customer", "nobody").one()).isEqualTo(Optional.empty());
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class).isThrownBy(ann::one)
			.withMessageContaining("more than one row");
	}

	@Test
	void deletesItsResults() {
		assertThat(sales().where("customer", "ann").orderBy("at").limit(2).delete()).extracting(Sale::id)
			.containsExactly("1", "4");
		assertThat(ids(sales())).containsExactly("2", "3", "5");
	}

	@Test
	void seesTheWritesOfItsOwnTransactionThroughEveryIndexInOrder() {
		this.store.inTransaction(() -> {
			this.template.save(Sale.of("0", "ann", 15, 90));
			this.template.save(Sale.of("3", "bob", 30, 75));
			assertThat(ids(sales().where("customer", "ann").orderBy("at"))).containsExactly("1", "0", "4");
			assertThat(ids(sales().where(eq("customer", "ann").and(gt("amount", 50L))))).containsExactly("0", "1");
			assertThat(ids(sales().where(in("customer", "ann", "bob")).orderBy("at").reverse())).containsExactly("3",
					"4", "2", "0", "1");
		});
	}

	@Test
	void findsRowsByTheirIds() {
		assertThat(ids(sales().where(in("id", "3", "1", "none")))).containsExactlyInAnyOrder("1", "3");
		assertThat(ids(sales().where(gt("id", "3")))).containsExactly("4", "5");
		assertThat(ids(sales().where(eq("customer", "ann").and(eq("id", "4"))).index("by_customer").allowScan(10)))
			.containsExactly("4");
	}

	@Test
	void refusesADamagedCursorAndThatOfAnotherQuery() {
		EntityQuery<Sale, Sale> ann = sales().where("customer", "ann").orderBy("at").limit(1);
		String cursor = ann.execute().cursor();
		assertThatExceptionOfType(InvalidCursorException.class).isThrownBy(() -> ann.after("x" + cursor).execute())
			.withMessage("The cursor is damaged: begin again without one");
		assertThatExceptionOfType(InvalidCursorException.class)
			.isThrownBy(() -> sales().where("customer", "bob").orderBy("at").after(cursor).execute())
			.withMessage("The cursor does not belong to this query: begin again without one");
		assertThatExceptionOfType(InvalidCursorException.class).isThrownBy(() -> ann.reverse().after(cursor).execute());
	}

	@Test
	void sharesTheKeyOfItsCursorsAmongInstances() {
		EntityQuery<Sale, Sale> ann = sales().where("customer", "ann").orderBy("at").limit(1);
		String cursor = ann.execute().cursor();
		TitoTemplate other = TestStore.of(cluster).template();
		assertThat(ids(other.query(Sale.class).where("customer", "ann").orderBy("at").limit(1).after(cursor)))
			.containsExactly("4");
	}

	@Test
	void refusesWhatNoIndexAnswersAndShowsTheOneToAdd() {
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> sales().where(eq("note", "x").and(gt("at", at(1)))).list())
			.withMessage(("No index of %s answers a query by [note, at > 1970-01-01T00:00:01Z]. "
					+ "Add @TitoIndex(name = \"by_note_at\", fields = { \"note\", \"at\" }) to the class, "
					+ "or allow a bounded scan with @TitoAllowScan")
				.formatted(Sale.class.getName()));
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> sales().where("note", "x").orderBy(Sort.by("at").and(Sort.by("id").descending())).list())
			.withMessageContaining("fields = { \"note\", \"at\", \"id\" }, order = { ASC, ASC, DESC })");
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> sales().where(gt("at", at(1)).and(gt("amount", 1L))).list())
			.withMessageContaining("An index answers one range only, not those of [at, amount]");
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> sales().where(eq("customer", "a").or(eq("customer", "b"))).list())
			.withMessageContaining("No index can answer '(customer = a or customer = b)'");
		assertThatExceptionOfType(UnsupportedQueryException.class).isThrownBy(() -> sales().index("by_x").list())
			.withMessage(
					"%s has no index 'by_x': use one of [by_customer, by_customer_and_amount, by_rating, by_shop, by_shop_2]"
						.formatted(Sale.class.getName()));
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> sales().index("by_shop").where("shop", "s").orderBy("amount").list())
			.withMessageStartingWith(
					"The index 'by_shop' of %s, whose keys are [shop, at, id], does not answer a query "
						.formatted(Sale.class.getName()) + "by [shop] ordered by [amount]: name another one");
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> sales().index("by_shop").value("s").value(at(1)).value("1").value(2).list())
			.withMessage("The keys of the index 'by_shop' of %s have no 4 values: they are [shop, at, id]"
				.formatted(Sale.class.getName()));
		assertThatExceptionOfType(UnsupportedQueryException.class).isThrownBy(() -> sales().value("ann").list())
			.withMessageContaining("names no index: call index(...) first");
	}

	@Test
	void refusesAnIndexThatMightLackRows() {
		assertThatExceptionOfType(UnsupportedQueryException.class).isThrownBy(() -> sales().orderBy("rating").list())
			.withMessageEndingWith(
					"The index 'by_rating' leaves out rows in which 'rating' is null: add nulls = TitoIndex.Nulls.INDEXED to it, or declare that the property is never null");
		assertThat(ids(sales().where(Filter.gte("rating", 1)))).isEmpty();
	}

	@Test
	void refusesToChooseBetweenOrders() {
		assertThatExceptionOfType(AmbiguousIndexException.class).isThrownBy(() -> sales().where("shop", "s").list())
			.withMessage(
					"The indexes 'by_shop' (by [at, id]), 'by_shop_2' (by [amount, id]) of %s answer the query in different orders: add an order to it, or name the index"
						.formatted(Sale.class.getName()));
		assertThat(sales().where("shop", "s").count()).isEqualTo(5);
		assertThat(ids(sales().where("shop", "s").orderBy("amount"))).containsExactly("4", "2", "5", "3", "1");
		assertThat(ids(sales().where("shop", "s").index("by_shop"))).containsExactly("5", "1", "2", "4", "3");
	}

	@Test
	void refusesUnknownFieldsAndValuesOfAnotherType() {
		assertThatExceptionOfType(UnknownFieldException.class).isThrownBy(() -> sales().where("colour", "red").list())
			.withMessage("The query names the property 'colour', which does not exist: use one of "
					+ "[id, customer, at, amount, shop, note, rating]");
		assertThatExceptionOfType(UnknownFieldException.class).isThrownBy(() -> sales().orderBy("colour").list());
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> sales().where("customer", 7).list())
			.withMessage(
					"The property 'customer' is of type java.lang.String and never equals a value of type java.lang.Integer: pass one of its own type");
	}

	@Test
	void readsAPageInTwoTripsHoweverLargeTheTableIs() {
		for (int i = 0; i < 300; i++) {
			this.template.save(Sale.of("n%03d".formatted(i), "ann", 100 + i, i));
		}
		EntityQuery<Sale, Sale> page = sales().where("customer", "ann").orderBy("at").limit(20);
		page.execute();
		Map<String, Long> before = cluster.faults().requests();
		assertThat(page.execute().rows()).hasSize(20);
		Map<String, Long> after = cluster.faults().requests();
		assertThat(after.get("KvScan") - before.get("KvScan")).isEqualTo(1);
		assertThat(after.get("KvBatchGet") - before.get("KvBatchGet")).isEqualTo(1);
		assertThat(after.get("KvGet")).isEqualTo(before.get("KvGet"));
	}

	private EntityQuery<Sale, Sale> sales() {
		return this.template.query(Sale.class);
	}

	private static List<String> ids(EntityQuery<Sale, Sale> query) {
		return query.list().stream().map(Sale::id).toList();
	}

	private static Instant at(long second) {
		return Instant.ofEpochSecond(second);
	}

	@NullMarked
	@TitoEntity("sale")
	@TitoIndex(name = "by_customer", fields = { "customer", "at" })
	@TitoIndex(name = "by_customer_and_amount", fields = { "customer", "amount", "at" })
	@TitoIndex(name = "by_rating", fields = "rating")
	@TitoIndex(name = "by_shop", fields = { "shop", "at" })
	@TitoIndex(name = "by_shop_2", fields = { "shop", "amount" })
	record Sale(@Id String id, String customer, Instant at, long amount, String shop, String note,
			@Nullable Integer rating) {

		static Sale of(String id, String customer, long at, long amount) {
			return new Sale(id, customer, Instant.ofEpochSecond(at), amount, "s", "x", null);
		}

	}

	interface Amount {

		long getAmount();

	}

	record Line(String customer, long amount) {
	}

	record Wrong(String customer, String colour) {
	}

}
