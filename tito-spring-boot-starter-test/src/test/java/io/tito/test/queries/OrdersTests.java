package io.tito.test.queries;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.tito.core.QueryResult;
import io.tito.core.TitoTemplate;
import io.tito.index.IndexCheck;
import io.tito.query.Cursors;
import io.tito.query.QuerySpec;
import io.tito.relation.Fetch;
import io.tito.relation.RestrictedDeleteException;
import io.tito.test.DataTitoTest;
import io.tito.test.queries.Order.Address;
import io.tito.test.queries.Order.Line;
import io.tito.test.queries.Order.Status;
import io.tito.test.queries.Orders.Title;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

import static io.tito.query.Filter.eq;
import static io.tito.query.Filter.gte;
import static io.tito.query.Filter.param;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the chapter on queries shows.
 */
@DataTitoTest
class OrdersTests {

	static final QuerySpec<Order> SINCE = QuerySpec.of(Order.class)
		.where(eq("customer", param("who")).and(gte("placedAt", param("since"))));

	private static final Instant t0 = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant t1 = t0.plusSeconds(100);

	@Autowired
	private Orders orders;

	@Autowired
	private TitoTemplate template;

	@Autowired
	private Cursors cursors;

	@BeforeEach
	void fill() {
		this.template.saveAll(List.of(new Tag("gift", "Gift"), new Product("p", "Pen"), new Customer("ann", "Ann"),
				new Customer("bob", "Bob")));
		this.orders.saveAll(List.of(order("1", "ann", 0, Status.OPEN, null), order("2", "ann", 10, Status.SHIPPED, "x"),
				order("3", "bob", 20, Status.OPEN, null)));
	}

	@Test
	void derivesQueriesFromNames() {
		assertThat(this.orders.findByReference("R-2")).map(Order::id).contains("2");
		assertThat(ids(this.orders.findByCustomerAndPlacedAtBetween("ann", t0, t0))).containsExactly("1");
		assertThat(ids(this.orders.findByAddressCityStartingWith("Gr"))).containsExactly("1", "2", "3");
		assertThat(ids(this.orders.findByCustomerInOrderByPlacedAt(List.of("bob", "ann")))).containsExactly("1", "2",
				"3");
		assertThat(this.orders.findByTagIds("gift")).hasSize(3);
		assertThat(this.orders.findTopByCustomerOrderByPlacedAtDesc("ann")).map(Order::id).contains("2");
		assertThat(this.orders.findSliceByCustomer("ann", PageRequest.of(0, 1)).hasNext()).isTrue();
		try (Stream<Order> stream = this.orders.streamByCustomer("ann")) {
			assertThat(stream).hasSize(2);
		}
		assertThat(this.orders.countByCustomerAndPlacedAtAfter("ann", t0)).isEqualTo(1);
		assertThat(ids(this.orders.findOpenByCustomer("ann"))).containsExactly("1");
		assertThat(ids(this.orders.findByNoteIsNullAndTitleEndingWithOrderByTitle("order"))).containsExactly("1", "3");
		assertThat(this.orders.findWithTagsByCustomer("bob").get(0).tags()).containsExactly(new Tag("gift", "Gift"));
		assertThat(this.orders.findTitlesByCustomer("bob")).containsExactly(new Title("bob", "The order"));
		assertThat(ids(this.orders.deleteByCustomerAndPlacedAtBefore("ann", t1))).containsExactlyInAnyOrder("1", "2");
	}

	@Test
	void ordersAllRows() {
		this.orders.findAll(Sort.by("id").descending());
		this.orders.findAll(Sort.by("reference"));
		Page<Order> page = this.orders.findAll(PageRequest.of(2, 20, Sort.by("note")));
		Window<Order> window = this.orders.findAllByOrderByNote(ScrollPosition.keyset(), Limit.of(2));
		assertThat(page.getTotalElements()).isEqualTo(3);
		assertThat(ids(window.getContent())).containsExactly("1", "3");
	}

	@Test
	void scrollsByCursorsThatTravel() {
		OrderPage first = page("ann", null);
		assertThat(ids(first.items())).containsExactly("2");
		assertThat(ids(page("ann", first.next()).items())).containsExactly("1");
	}

	private OrderPage page(String customer, @Nullable String after) {
		Window<Order> page = this.orders.findByCustomerOrderByPlacedAtDesc(customer,
				this.cursors.decode(after, "orders", customer), Limit.of(1));
		return new OrderPage(page.getContent(), this.cursors.next(page, "orders", customer));
	}

	@Test
	void queriesInCode() {
		QueryResult<Order> page = this.template.query(Order.class)
			.index("by_customer")
			.value("ann")
			.from(t0)
			.to(t1)
			.reverse()
			.limit(1)
			.after(null)
			.with("tags")
			.execute();
		assertThat(ids(page.rows())).containsExactly("1");
		assertThat(page.cursor()).isNotNull();
		List<Title> titles = this.template.query(Order.class)
			.where(eq(Order::customer, "ann").and(gte(Order::placedAt, t0)))
			.orderBy("placedAt")
			.as(Title.class)
			.list();
		assertThat(titles).hasSize(2);
		assertThat(this.template.query(SINCE).bind("who", "ann").bind("since", t0).stream()).hasSize(2);
		assertThat(this.template.query(Order.class).index("by_word").value("order").list()).hasSize(3);
		assertThat(this.template.query(Order.class).index("by_line").value("p").from(2).list()).hasSize(3);
		assertThat(this.template.query(Order.class).index("by_attribute").value("colour").value("red").list())
			.hasSize(3);
	}

	@Test
	void explainsItsPlan() {
		String plan = this.template.query(Order.class)
			.where(eq("customer", "ann").and(gte("placedAt", t0)).and(eq("title", "x")))
			.allowScan(100)
			.explain()
			.explain();
		assertThat(plan.lines()).containsExactly(
				"read the index 'by_customer' where customer = ann and placedAt >= 2026-01-01T00:00:00Z",
				"get the rows in one batch per region", "keep rows with title = x", "give up beyond 100 rows");
	}

	@Test
	void fillsRelations() {
		Order order = this.orders.findById("1", Fetch.of("tags", "lines.product")).orElseThrow();
		assertThat(order.lines().get(0).product()).isEqualTo(new Product("p", "Pen"));
		List<Order> rows = this.template.query(Order.class).where("customer", "ann").with("buyer").list();
		assertThat(rows).extracting((row) -> row.buyer().name()).containsOnly("Ann");
		rows = this.template.fetch(rows, Fetch.of("tags"));
		assertThat(rows.get(0).tags()).hasSize(1);
		assertThatExceptionOfType(RestrictedDeleteException.class)
			.isThrownBy(() -> this.template.deleteById(Customer.class, "ann"));
		assertThat(this.template.references(Customer.class, "bob").incoming()).hasSize(1);
	}

	@Test
	void checksAndRepairs() {
		IndexCheck check = this.template.indexes().check(Order.class);
		assertThat(check.isClean()).isTrue();
		this.template.indexes().repair(Order.class);
		assertThat(this.template.indexes().status(Order.class)).hasSize(10);
	}

	private static List<String> ids(List<Order> orders) {
		return orders.stream().map(Order::id).toList();
	}

	private static Order order(String id, String customer, int second, Status status, @Nullable String note) {
		return new Order(id, customer, t0.plusSeconds(second), new Address("Graz"), List.of("gift"),
				List.of(new Line("p", 2, null)), Map.of("colour", "red"), status, note, "R-" + id, "The order",
				List.of(), null);
	}

	record OrderPage(List<Order> items, @Nullable String next) {
	}

}
