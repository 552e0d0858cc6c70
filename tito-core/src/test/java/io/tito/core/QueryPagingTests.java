package io.tito.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.tito.query.InvalidCursorException;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

import static io.tito.core.Sales.at;
import static io.tito.core.Sales.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QueryPagingTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private Sales sales;

	@BeforeEach
	void prepare() {
		this.sales = new Sales(cluster);
	}

	@Test
	void pagesWithCursorsExactlyWhileThereIsMore() {
		EntityQuery<Sale, Sale> ann = this.sales.query().index("by_customer").value("ann").limit(2);
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
		EntityQuery<Sale, Sale> ann = this.sales.query().index("by_customer").value("ann").limit(1);
		String cursor = ann.execute().cursor();
		this.sales.template.deleteById(Sale.class, "1");
		assertThat(ids(ann.after(cursor))).containsExactly("4");
	}

	@Test
	void scrollsWindowsInBothDirections() {
		EntityQuery<Sale, Sale> ann = this.sales.query().where("customer", "ann").orderBy("at").limit(2);
		Window<Sale> first = ann.window(ScrollPosition.keyset());
		assertThat(first.getContent()).extracting(Sale::id).containsExactly("1", "4");
		KeysetScrollPosition last = (KeysetScrollPosition) first.positionAt(1);
		assertThat(last.getKeys()).containsEntry("at", at(20)).containsEntry("id", "4");
		assertThat(ann.window(last).getContent()).extracting(Sale::id).containsExactly("3");
		assertThat(ann.window(last.backward()).getContent()).extracting(Sale::id).containsExactly("1");
	}

	@Test
	void turnsPagesByNumber() {
		EntityQuery<Sale, Sale> all = this.sales.query().orderBy("id");
		Page<Sale> second = all.page(PageRequest.of(1, 2));
		assertThat(second.getContent()).extracting(Sale::id).containsExactly("3", "4");
		assertThat(second.getTotalElements()).isEqualTo(5);
		assertThat(all.page(PageRequest.of(2, 2)).getTotalElements()).isEqualTo(5);
		assertThat(all.page(PageRequest.of(9, 2)).getTotalElements()).isEqualTo(5);
		Slice<Sale> slice = all.slice(PageRequest.of(2, 2));
		assertThat(slice.getContent()).extracting(Sale::id).containsExactly("5");
		assertThat(slice.hasNext()).isFalse();
		assertThat(this.sales.query().where("customer", "ann").slice(PageRequest.of(0, 2, Sort.by("at").descending())))
			.extracting(Sale::id)
			.containsExactly("3", "4");
	}

	@Test
	void streamsPageByPageAtOneSnapshot() {
		for (int i = 0; i < 450; i++) {
			this.sales.template.save(Sale.of("s%03d".formatted(i), "many", i, i));
		}
		try (Stream<Sale> stream = this.sales.query().where("customer", "many").orderBy("at").stream()) {
			List<String> seen = new ArrayList<>();
			stream.forEach((sale) -> {
				seen.add(sale.id());
				this.sales.template.deleteById(Sale.class, "s%03d".formatted(449 - seen.size() + 1));
			});
			assertThat(seen).hasSize(450).isSorted();
		}
		assertThat(this.sales.query().where("customer", "many").exists()).isFalse();
	}

	@Test
	void refusesADamagedCursorAndThatOfAnotherQuery() {
		EntityQuery<Sale, Sale> ann = this.sales.query().where("customer", "ann").orderBy("at").limit(1);
		String cursor = ann.execute().cursor();
		assertThatExceptionOfType(InvalidCursorException.class).isThrownBy(() -> ann.after("x" + cursor).execute())
			.withMessage("The cursor is damaged: begin again without one");
		assertThatExceptionOfType(InvalidCursorException.class)
			.isThrownBy(() -> this.sales.query().where("customer", "bob").orderBy("at").after(cursor).execute())
			.withMessage("The cursor does not belong to this query: begin again without one");
		assertThatExceptionOfType(InvalidCursorException.class).isThrownBy(() -> ann.reverse().after(cursor).execute());
	}

	@Test
	void sharesTheKeyOfItsCursorsAmongInstances() {
		EntityQuery<Sale, Sale> ann = this.sales.query().where("customer", "ann").orderBy("at").limit(1);
		String cursor = ann.execute().cursor();
		TitoTemplate other = TestStore.of(cluster).template();
		assertThat(ids(other.query(Sale.class).where("customer", "ann").orderBy("at").limit(1).after(cursor)))
			.containsExactly("4");
	}

	@Test
	void readsAPageInTwoTripsHoweverLargeTheTableIs() {
		for (int i = 0; i < 300; i++) {
			this.sales.template.save(Sale.of("n%03d".formatted(i), "ann", 100 + i, i));
		}
		EntityQuery<Sale, Sale> page = this.sales.query().where("customer", "ann").orderBy("at").limit(20);
		page.execute();
		Map<String, Long> before = cluster.faults().requests();
		assertThat(page.execute().rows()).hasSize(20);
		Map<String, Long> after = cluster.faults().requests();
		assertThat(after.get("KvScan") - before.get("KvScan")).isEqualTo(1);
		assertThat(after.get("KvBatchGet") - before.get("KvBatchGet")).isEqualTo(1);
		assertThat(after.get("KvGet")).isEqualTo(before.get("KvGet"));
	}

}
