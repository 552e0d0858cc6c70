package io.tito.repository;

import java.time.Instant;
import java.util.List;

import io.tito.annotation.TitoFetch;
import io.tito.query.ScanLimitExceededException;
import io.tito.query.UnsupportedQueryException;
import io.tito.relation.Fetch;
import io.tito.repository.Book.Genre;
import io.tito.repository.support.TitoRepositoryFactory;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class DerivedQueryTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TestStore store;

	private ShopOrders orders;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.orders = new TitoRepositoryFactory(this.store.template()).getRepository(ShopOrders.class);
		this.store.template().save(new Book("b1", "a", 1, Genre.NOVEL, "1", null));
		this.orders.saveAll(List.of(ShopOrder.of("1", "ann", 10, 100, "Rome", "b1", "b2"),
				ShopOrder.of("2", "bob", 20, 20, "Riga", "b2"), ShopOrder.of("3", "ann", 30, 30, "Oslo"),
				ShopOrder.of("4", "ann", 20, 60, "Rome", "b1")));
	}

	@Test
	void boundsAFieldInEachWay() {
		assertThat(this.orders.findByCustomerAndAtBetween("ann", at(10), at(20))).extracting(ShopOrder::id)
			.containsExactly("1", "4");
		assertThat(this.orders.findByCustomerAndAtLessThan("ann", at(20))).extracting(ShopOrder::id)
			.containsExactly("1");
		assertThat(this.orders.findByCustomerAndAtBefore("ann", at(30))).extracting(ShopOrder::id)
			.containsExactly("1", "4");
		assertThat(this.orders.findByCustomerAndAtGreaterThanEqual("ann", at(20))).extracting(ShopOrder::id)
			.containsExactly("4", "3");
		assertThat(this.orders.findByCustomerAndAtAfterOrderByAtDesc("ann", at(10))).extracting(ShopOrder::id)
			.containsExactly("3", "4");
		assertThat(this.orders.findByAddressCityStartingWith("R")).extracting(ShopOrder::id)
			.containsExactly("2", "4", "1");
	}

	@Test
	void comparesNestedFieldsAndElements() {
		assertThat(this.orders.findByAddressCity("Rome")).extracting(ShopOrder::id).containsExactly("4", "1");
		assertThat(this.orders.findByBookIds("b2")).extracting(ShopOrder::id).containsExactly("1", "2");
		assertThat(this.orders.findByBookIdsContaining("b1")).extracting(ShopOrder::id).containsExactly("1", "4");
		assertThat(this.orders.existsByAddressCity("Riga")).isTrue();
		assertThat(this.orders.existsByAddressCity("Bonn")).isFalse();
	}

	@Test
	void unitesAlternativesInOrder() {
		assertThat(this.orders.findByCustomerInOrderByAt(List.of("bob", "ann"))).extracting(ShopOrder::id)
			.containsExactly("1", "2", "4", "3");
		assertThat(this.orders.findByCustomerInOrderByAt(List.of())).isEmpty();
	}

	@Test
	void returnsWhatItsTypeAsksFor() {
		assertThat(this.orders.findTopByCustomerOrderByAtDesc("ann")).map(ShopOrder::id).contains("3");
		assertThat(this.orders.findFirst2ByCustomerOrderByAt("ann")).extracting(ShopOrder::id)
			.containsExactly("1", "4");
		assertThat(this.orders.findStreamableByCustomer("ann", Limit.of(1)).toList()).hasSize(1);
		assertThat(this.orders.findSetByCustomer("ann")).hasSize(3);
		assertThat(this.orders.streamByCustomer("ann")).hasSize(3);
		assertThat(this.orders.countByCustomerAndAtAfter("ann", at(10))).isEqualTo(2);
	}

	@Test
	void takesTheOrderOfTheCallerIfAnIndexHasIt() {
		assertThat(this.orders.findByCustomer("ann", Sort.by("at").descending())).extracting(ShopOrder::id)
			.containsExactly("3", "4", "1");
		assertThat(this.orders.findByCustomer("ann", Sort.unsorted())).hasSize(3);
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.orders.findByCustomer("ann", Sort.by("note")))
			.withMessageContaining("fields = { \"customer\", \"note\" }");
	}

	@Test
	void turnsPagesByNumber() {
		Slice<ShopOrder> slice = this.orders.findSliceByCustomer("ann", PageRequest.of(0, 2));
		assertThat(slice.getContent()).extracting(ShopOrder::id).containsExactly("1", "4");
		assertThat(slice.hasNext()).isTrue();
		Page<ShopOrder> page = this.orders.findPageByCustomer("ann", PageRequest.of(1, 2, Sort.by("at").descending()));
		assertThat(page.getContent()).extracting(ShopOrder::id).containsExactly("1");
		assertThat(page.getTotalElements()).isEqualTo(3);
	}

	@Test
	void scrollsInBothDirections() {
		Window<ShopOrder> first = this.orders.findByCustomerOrderByAtDesc("ann", ScrollPosition.keyset(), Limit.of(2));
		assertThat(first.getContent()).extracting(ShopOrder::id).containsExactly("3", "4");
		Window<ShopOrder> second = this.orders.findByCustomerOrderByAtDesc("ann", first.positionAt(1), Limit.of(2));
		assertThat(second.getContent()).extracting(ShopOrder::id).containsExactly("1");
		assertThat(second.hasNext()).isFalse();
		ScrollPosition back = ((KeysetScrollPosition) second.positionAt(0)).backward();
		assertThat(this.orders.findByCustomerOrderByAtDesc("ann", back, Limit.of(1)).getContent())
			.extracting(ShopOrder::id)
			.containsExactly("4");
	}

	@Test
	void deletesWhatItFindsAndReturnsIt() {
		assertThat(this.orders.deleteByCustomerAndAtBefore("ann", at(30))).extracting(ShopOrder::id)
			.containsExactly("1", "4");
		assertThat(this.orders.count()).isEqualTo(2);
	}

	@Test
	void usesTheIndexThatItNames() {
		assertThat(this.orders.findPaidByCustomer("ann")).extracting(ShopOrder::id).containsExactly("4", "1");
	}

	@Test
	void scansAsFarAsItIsAllowedTo() {
		assertThat(this.orders.findByNoteIsNullAndAmountGreaterThanOrderByAmountDesc(25)).extracting(ShopOrder::id)
			.containsExactly("1", "4", "3");
		assertThat(this.orders.findByCustomerOrAddressCity("bob", "Oslo")).extracting(ShopOrder::id)
			.containsExactly("2", "3");
		this.orders.saveAll(List.of(ShopOrder.of("5", "x", 1, 1, "x"), ShopOrder.of("6", "x", 1, 1, "x")));
		assertThatExceptionOfType(ScanLimitExceededException.class)
			.isThrownBy(() -> this.orders.findByNoteIsNullAndAmountGreaterThanOrderByAmountDesc(25))
			.withMessageContaining("read 5 rows");
	}

	@Test
	void fillsTheRelationsThatItNames() {
		assertThat(this.orders.findWithBooksByCustomer("ann").get(0).books()).extracting(Book::id)
			.containsExactly("b1");
		assertThat(this.orders.findByBookIds("b1").get(0).books()).isEmpty();
		assertThat(this.orders.findById("1", Fetch.of("books"))).map((order) -> order.books().size()).contains(1);
	}

	@Test
	void showsRowsAsRecordsAndByTheTypeOfTheCaller() {
		assertThat(this.orders.findLinesByCustomer("bob")).containsExactly(new ShopOrders.Line("bob", 20));
		assertThat(this.orders.findAnyByCustomer("bob", ShopOrders.Line.class))
			.containsExactly(new ShopOrders.Line("bob", 20));
		assertThat(this.orders.findAnyByCustomer("bob", ShopOrder.class)).extracting(ShopOrder::id)
			.containsExactly("2");
	}

	@Test
	void refusesAtStartUpWhatCannotBeAnswered() {
		assertThat(refusal(ByPaid.class)).contains("The index 'paid' holds only some rows: name it with @TitoUseIndex");
		assertThat(refusal(ByUnknownRelation.class)).contains("has no relation 'covers' to fetch: use one of [books]");
		assertThat(refusal(ByIgnoredCase.class)).contains("ignores case");
		assertThat(refusal(ByTopPage.class)).contains("names how many rows to return and takes a Pageable");
		assertThat(refusal(ByTwoRanges.class)).contains("An index answers one range only");
	}

	private String refusal(Class<?> repository) {
		Throwable refused = catchThrowable(
				() -> new TitoRepositoryFactory(this.store.template()).getRepository(repository));
		assertThat(refused).as(repository.getSimpleName()).isNotNull();
		return NestedExceptionUtils.getMostSpecificCause(refused).getMessage();
	}

	private static Instant at(long second) {
		return Instant.ofEpochSecond(second);
	}

	interface ByPaid extends TitoRepository<ShopOrder, String> {

		List<ShopOrder> findByCustomerOrderByAmount(String customer);

	}

	interface ByUnknownRelation extends TitoRepository<ShopOrder, String> {

		@TitoFetch("covers")
		List<ShopOrder> findByCustomer(String customer);

	}

	interface ByIgnoredCase extends TitoRepository<ShopOrder, String> {

		List<ShopOrder> findByCustomerIgnoreCase(String customer);

	}

	interface ByTopPage extends TitoRepository<ShopOrder, String> {

		List<ShopOrder> findTop3ByCustomer(String customer, Pageable page);

	}

	interface ByTwoRanges extends TitoRepository<ShopOrder, String> {

		List<ShopOrder> findByAtAfterAndAmountGreaterThan(Instant at, long amount);

	}

}
