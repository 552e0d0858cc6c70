package io.tito.repository;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.tito.annotation.TitoUseIndex;
import io.tito.core.TitoTemplate;
import io.tito.query.Filter;
import io.tito.query.QuerySpec;
import io.tito.repository.support.TitoRepositoryFactory;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.query.QueryByExampleExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What repositories refuse, and in which words: the reason, and what to do.
 */
class RefusedRepositoriesTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final String ORDER = ShopOrder.class.getName();

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.template = TestStore.of(cluster).template();
	}

	@Test
	void refusesQueriesByExample() {
		assertThat(refusal(ByExample.class)).isEqualTo(ByExample.class.getName()
				+ " extends QueryByExampleExecutor, but Tito does not offer queries by example: derive queries from "
				+ "the names of methods, or write them with TitoOperations.query(type)");
	}

	@Test
	void showsTheIndexThatAQueryLacks() {
		assertThat(refusal(ByNote.class)).isEqualTo("No index of " + ORDER + " answers a query by [customer, note]. "
				+ "Add @TitoIndex(name = \"by_customer_note\", fields = { \"customer\", \"note\" }) to the class, "
				+ "or allow a bounded scan with @TitoAllowScan");
	}

	@Test
	void namesTheConditionThatIsNotOffered() {
		assertThat(refusal(ByLike.class)).contains("the condition 'customer LIKE")
			.endsWith("is not offered: use equality, In, Between, LessThan, GreaterThan, Before, After, StartingWith, "
					+ "EndingWith, Containing, IsNull or True");
		assertThat(refusal(ByIgnoredCase.class))
			.endsWith("ignores case, which indexes do not: store the text in lower case too, and compare that");
	}

	@Test
	void namesTheIndexThatDoesNotExistOrDoesNotAnswer() {
		assertThat(refusal(ByNoIndex.class))
			.isEqualTo(ORDER + " has no index 'by_colour': use one of [by_customer, by_city, by_book, paid]");
		assertThat(refusal(ByOtherIndex.class)).startsWith("The index 'by_city' of " + ORDER
				+ ", whose keys are [address.city, amount, id], does not answer a query by [customer]: name another one");
	}

	@Test
	void namesThePropertyThatDoesNotExist() {
		assertThat(refusal(ByUnknownProperty.class)).contains("No property 'colour' found for type 'ShopOrder'");
		assertThat(refusal(ByUnknownShape.class))
			.contains("wants the property 'colour', which the entity does not have: "
					+ "use some of [address, amount, at, bookIds, books, customer, id, note, paid]");
	}

	@Test
	void refusesValuesThatMakeTooManyRanges() {
		List<String> many = IntStream.range(0, 1001).mapToObj((i) -> "c" + i).toList();
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> orders().findByCustomerIn(many))
			.withMessage("The values of 'customer' make 1001 ranges of an index, at most 1000 are read at once: "
					+ "ask for fewer values");
	}

	@Test
	void refusesNullWhereItMeansNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> orders().findByCustomerAndAtAfter("ann", null))
			.withMessageContaining("must not be null");
		QuerySpec<ShopOrder> since = QuerySpec.of(ShopOrder.class)
			.where(Filter.eq("customer", "ann").and(Filter.gt("at", Filter.param("since"))));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.query(since).bind("since", null).list())
			.withMessage("The property 'at' cannot be compared with null by '>': pass a value");
	}

	@Test
	void refusesPositionsOfAnotherKindOrQuery() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> orders().findByCustomer("ann", ScrollPosition.offset(2), Limit.of(1)))
			.withMessage("A result cannot be scrolled by offset: begin with ScrollPosition.keyset() and continue with "
					+ "the positions of the window");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(
					() -> orders().findByCustomer("ann", ScrollPosition.forward(Map.of("colour", "red")), Limit.of(1)))
			.withMessage("The position names [colour], this query scrolls by [at, id]: begin again without one");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> orders().findByCustomer("ann",
					ScrollPosition.forward(Map.of("at", Instant.EPOCH, "id", new Object())), Limit.of(1)))
			.withMessage("The position holds a value that no key has: begin again without one");
	}

	@Test
	void refusesPagesThatLieTooFarAway() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> orders().findSliceByCustomer("ann", PageRequest.of(1000, 20)))
			.withMessage("A page of " + ORDER + " lies behind 20000 rows, and no more than 10000 are read past: scroll "
					+ "with a Window, which goes on where the last page ended however far that is, or allow more with "
					+ "@TitoAllowScan or allowScan(rows)");
	}

	@Test
	void refusesOrdersThatIndexesDoNotHave() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> orders().findByCustomer("ann", Sort.by(Sort.Order.by("note").ignoreCase())))
			.withMessage("A query of " + ORDER + " orders by 'note' and ignores its case, which indexes do not: store "
					+ "the text in lower case too, and order by that");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> orders().findByCustomer("ann", Sort.by(Sort.Order.asc("note").nullsLast())))
			.withMessage(
					"A query of " + ORDER + " orders by 'note' ascending and wants null last, but null sorts before "
							+ "everything: leave out where it goes");
	}

	private Orders orders() {
		return new TitoRepositoryFactory(this.template).getRepository(Orders.class);
	}

	private String refusal(Class<?> repository) {
		Throwable refused = catchThrowable(() -> new TitoRepositoryFactory(this.template).getRepository(repository));
		assertThat(refused).as(repository.getSimpleName()).isNotNull();
		return NestedExceptionUtils.getMostSpecificCause(refused).getMessage();
	}

	interface Orders extends TitoRepository<ShopOrder, String> {

		List<ShopOrder> findByCustomerIn(List<String> customers);

		List<ShopOrder> findByCustomerAndAtAfter(String customer, Instant at);

		Window<ShopOrder> findByCustomer(String customer, ScrollPosition position, Limit limit);

		Slice<ShopOrder> findSliceByCustomer(String customer, Pageable page);

		List<ShopOrder> findByCustomer(String customer, Sort sort);

	}

	interface ByExample extends TitoRepository<ShopOrder, String>, QueryByExampleExecutor<ShopOrder> {

	}

	interface ByNote extends TitoRepository<ShopOrder, String> {

		List<ShopOrder> findByCustomerAndNote(String customer, String note);

	}

	interface ByLike extends TitoRepository<ShopOrder, String> {

		List<ShopOrder> findByCustomerLike(String customer);

	}

	interface ByIgnoredCase extends TitoRepository<ShopOrder, String> {

		List<ShopOrder> findByCustomerIgnoreCase(String customer);

	}

	interface ByNoIndex extends TitoRepository<ShopOrder, String> {

		@TitoUseIndex("by_colour")
		List<ShopOrder> findByCustomer(String customer);

	}

	interface ByOtherIndex extends TitoRepository<ShopOrder, String> {

		@TitoUseIndex("by_city")
		List<ShopOrder> findByCustomer(String customer);

	}

	interface ByUnknownProperty extends TitoRepository<ShopOrder, String> {

		List<ShopOrder> findByColour(String colour);

	}

	interface ByUnknownShape extends TitoRepository<ShopOrder, String> {

		List<Coloured> findByCustomer(String customer);

	}

	record Coloured(String customer, String colour) {
	}

}
