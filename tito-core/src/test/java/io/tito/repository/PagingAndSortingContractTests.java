package io.tito.repository;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.core.EntityQuery;
import io.tito.core.callback.AfterConvertCallback;
import io.tito.mapping.UnknownFieldException;
import io.tito.query.UnsupportedQueryException;
import io.tito.repository.support.TitoRepositoryFactory;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.domain.Sort.Order;
import org.springframework.data.domain.Window;
import org.springframework.data.mapping.callback.EntityCallbacks;
import org.springframework.data.repository.ListPagingAndSortingRepository;
import org.springframework.data.repository.PagingAndSortingRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * All rows of a repository, in an order and by pages.
 */
class PagingAndSortingContractTests {

	private static final long PAGE = 1;

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TestStore store;

	private Guests guests;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.guests = repository(Guests.class);
		this.guests.saveAll(List.of(new Guest("1", "bob", 40, "rome", null, "x"),
				new Guest("2", "ann", 30, null, "a", "y"), new Guest("3", "ann", 50, "bonn", "b", "x"),
				new Guest("4", "cid", 20, "bonn", null, "z"), new Guest("5", "dan", 60, "oslo", null, "x")));
	}

	@Test
	void ordersByIdWithoutAnIndex() {
		assertThat(sorted(Sort.by("id"))).containsExactly("1", "2", "3", "4", "5");
		assertThat(sorted(Sort.by("id").descending())).containsExactly("5", "4", "3", "2", "1");
		assertThat(sorted(Sort.unsorted())).containsExactly("1", "2", "3", "4", "5");
	}

	@Test
	void ordersAlongAnIndexInEitherDirection() {
		assertThat(sorted(Sort.by("name"))).startsWith("3", "2", "1").endsWith("5").hasSize(5);
		assertThat(sorted(Sort.by("name").descending())).startsWith("5", "4", "1").hasSize(5);
		assertThat(sorted(Sort.by(Order.asc("name"), Order.desc("age")))).containsExactly("3", "2", "1", "4", "5");
		assertThat(sorted(Sort.by(Order.desc("name"), Order.asc("age")))).containsExactly("5", "4", "1", "2", "3");
		assertThat(sorted(Sort.by("code"))).containsExactly("5", "4", "3", "2", "1");
	}

	@Test
	void ordersByAPropertyWhoseNullsAreIndexed() {
		assertThat(sorted(Sort.by("city"))).containsExactly("2", "3", "4", "5", "1");
		assertThat(sorted(Sort.by(Order.desc("city").nullsLast()))).containsExactly("1", "5", "4", "3", "2");
		assertThat(refusal(Sort.by(Order.asc("city").nullsLast())))
			.contains("orders by 'city' ascending and wants null last, but null sorts before everything");
		assertThat(refusal(Sort.by(Order.desc("city").nullsFirst()))).contains("descending and wants null first");
	}

	@Test
	void showsTheIndexThatAnOrderNeeds() {
		assertThat(refusal(Sort.by("age"))).contains(
				"No index of " + Guest.class.getName() + " orders all rows by [age]",
				"Add @TitoIndex(name = \"by_age\", fields = \"age\") to the class");
		assertThat(refusal(Sort.by("name", "age")))
			.contains("Add @TitoIndex(name = \"by_name_age\", fields = { \"name\", \"age\" }) to the class");
		assertThat(refusal(Sort.by(Order.asc("age"), Order.desc("name"))))
			.contains("fields = { \"age\", \"name\" }, order = { ASC, DESC })");
		assertThat(refusal(Sort.by("remark")))
			.contains("Add @TitoIndex(name = \"by_remark\", fields = \"remark\", nulls = TitoIndex.Nulls.INDEXED)");
		assertThat(refusal(Sort.by(Order.asc("name").ignoreCase()))).contains("ignores its case");
		assertThatExceptionOfType(UnknownFieldException.class)
			.isThrownBy(() -> this.guests.findAll(PageRequest.of(0, 2, Sort.by("nme"))));
	}

	@Test
	void refusesAnOrderWhoseIndexLacksRowsOrRepeatsThem() {
		assertThat(refusal(Sort.by("nick"))).contains(
				"The index 'by_nick' leaves out rows in which 'nick' is null: add nulls = TitoIndex.Nulls.INDEXED");
		assertThat(refusal(Sort.by("room"))).contains("The index 'adults' holds only some rows");
		assertThat(refusal(Sort.by("tags"))).contains("The index 'by_tag' has an entry for each element of 'tags'");
	}

	@Test
	void turnsPagesAndCountsTheirRows() {
		Page<Guest> first = this.guests.findAll(PageRequest.of(0, 2, Sort.by("city")));
		assertThat(first).extracting(Guest::id).containsExactly("2", "3");
		assertThat(first.getTotalElements()).isEqualTo(5);
		assertThat(first.getTotalPages()).isEqualTo(3);
		Page<Guest> second = this.guests.findAll(first.nextPageable());
		assertThat(second).extracting(Guest::id).containsExactly("4", "5");
		Page<Guest> last = this.guests.findAll(second.nextPageable());
		assertThat(last).extracting(Guest::id).containsExactly("1");
		assertThat(last.hasNext()).isFalse();
		assertThat(this.guests.findAll(PageRequest.of(1, 2, Sort.by("code").descending()))).extracting(Guest::id)
			.containsExactly("3", "4");
		assertThat(this.guests.findAll(PageRequest.of(1, 2))).extracting(Guest::id).containsExactly("3", "4");
	}

	@Test
	void knowsThePagesAtTheEnd() {
		Page<Guest> whole = this.guests.findAll(PageRequest.of(0, 5));
		assertThat(whole.hasNext()).isFalse();
		assertThat(whole.getTotalElements()).isEqualTo(5);
		Page<Guest> behind = this.guests.findAll(PageRequest.of(1, 5));
		assertThat(behind).isEmpty();
		assertThat(behind.getTotalElements()).isEqualTo(5);
		this.guests.deleteAll();
		assertThat(this.guests.findAll(PageRequest.of(0, 5)).getTotalElements()).isZero();
		assertThat(this.guests.findAll(PageRequest.of(3, 5)).getTotalPages()).isZero();
	}

	@Test
	void returnsEverythingUnpaged() {
		assertThat(this.guests.findAll(Pageable.unpaged())).hasSize(5);
		Page<Guest> sorted = this.guests.findAll(Pageable.unpaged(Sort.by("code")));
		assertThat(sorted).extracting(Guest::id).containsExactly("5", "4", "3", "2", "1");
		assertThat(sorted.getTotalElements()).isEqualTo(5);
	}

	@Test
	void seesTheWritesOfItsTransaction() {
		this.store.inTransaction(() -> {
			this.guests.save(new Guest("6", "aaa", 1, null, null, "x"));
			this.guests.deleteById("2");
			assertThat(sorted(Sort.by("name"))).startsWith("6", "3");
			Page<Guest> second = this.guests.findAll(PageRequest.of(1, 2, Sort.by("name")));
			assertThat(second).extracting(Guest::id).containsExactly("1", "4");
			assertThat(second.getTotalElements()).isEqualTo(5);
		});
	}

	@Test
	void countsWhatThePageWasReadFrom() {
		AtomicBoolean deleted = new AtomicBoolean();
		AfterConvertCallback<Guest> meanwhile = new AfterConvertCallback<>() {

			@Override
			public Guest onAfterConvert(Guest guest) {
				if (!deleted.getAndSet(true)) {
					PagingAndSortingContractTests.this.guests.deleteById("5");
				}
				return guest;
			}

		};
		this.store.template().setEntityCallbacks(EntityCallbacks.create(meanwhile));
		Page<Guest> first = this.guests.findAll(PageRequest.of(0, 2, Sort.by("city")));
		assertThat(first.getTotalElements()).isEqualTo(5);
		assertThat(this.guests.count()).isEqualTo(4);
	}

	@Test
	void refusesPagesFarAwayBeforeItReads() {
		Pageable far = PageRequest.of(501, 20, Sort.by("name"));
		Map<String, Long> cost = cost(() -> refusal(far));
		assertThat(cost).isEmpty();
		assertThat(refusal(far)).contains("lies behind 10020 rows, and no more than 10000 are read past", "Window");
		assertThat(this.guests.findAll(PageRequest.of(500, 20, Sort.by("name"))).getTotalElements()).isEqualTo(5);
		EntityQuery<Guest, Guest> patient = this.store.template().query(Guest.class).allowScan(20_000);
		assertThat(patient.page(far).getTotalElements()).isEqualTo(5);
	}

	@Test
	void scrollsOverAllRowsInstead() {
		Window<Guest> first = this.guests.findAllByOrderByName(ScrollPosition.keyset(), Limit.of(3));
		assertThat(first).extracting(Guest::name).containsExactly("ann", "ann", "bob");
		assertThat(this.guests.findAllByOrderByName(first.positionAt(2), Limit.of(3))).extracting(Guest::name)
			.containsExactly("cid", "dan");
	}

	@Test
	void readsPastKeysAloneAndThenOnePage() {
		// small transactions commit in one phase, which leaves no locks behind
		for (int i = 0; i < 2115; i += 15) {
			this.guests.saveAll(IntStream.range(i, i + 15).mapToObj(Guest::numbered).toList());
		}
		// one request reads 256 keys, the next of the same scan twice as many
		assertThat(cost(() -> this.guests.findAll(PageRequest.of(0, 20, Sort.by("id")))))
			.isEqualTo(Map.of("KvScan", PAGE + 5L));
		assertThat(cost(() -> this.guests.findAll(PageRequest.of(105, 20, Sort.by("name")))))
			.isEqualTo(Map.of("KvScan", 4L + PAGE, "KvBatchGet", 1L));
		assertThat(this.guests.findAll(PageRequest.of(105, 20, Sort.by("name")))).extracting(Guest::name)
			.startsWith("n2095")
			.endsWith("n2114");
		assertThat(this.guests.findAll(PageRequest.of(105, 20, Sort.by("id").descending()))).extracting(Guest::id)
			.endsWith("2", "1")
			.hasSize(20);
	}

	@Test
	void servesTheInterfacesOfSpringDataAlone() {
		assertThat(repository(Listed.class).findAll(Sort.by("code"))).extracting(Guest::id).startsWith("5");
		assertThat(repository(Paged.class).findAll(Sort.by("code"))).extracting(Guest::id).startsWith("5");
		assertThat(repository(Paged.class).findAll(PageRequest.of(2, 2)).getTotalElements()).isEqualTo(5);
	}

	@Test
	void refusesNull() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.guests.findAll((Sort) null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.guests.findAll((Pageable) null));
	}

	private List<String> sorted(Sort sort) {
		return this.guests.findAll(sort).stream().map(Guest::id).toList();
	}

	private String refusal(Sort sort) {
		return refusal(() -> this.guests.findAll(sort));
	}

	private String refusal(Pageable pageable) {
		return refusal(() -> this.guests.findAll(pageable));
	}

	private static String refusal(Supplier<?> work) {
		String[] message = new String[1];
		assertThatExceptionOfType(UnsupportedQueryException.class).isThrownBy(work::get)
			.satisfies((ex) -> message[0] = ex.getMessage());
		return message[0];
	}

	private <R> R repository(Class<R> type) {
		return new TitoRepositoryFactory(this.store.template()).getRepository(type);
	}

	private static Map<String, Long> cost(Supplier<?> work) {
		Map<String, Long> before = cluster.faults().requests();
		work.get();
		Map<String, Long> cost = new HashMap<>();
		cluster.faults().requests().forEach((name, count) -> {
			long more = count - before.getOrDefault(name, 0L);
			boolean counted = List.of("KvBatchGet", "KvScan").contains(name);
			if (more > 0 && counted) {
				cost.put(name, more);
			}
		});
		return cost;
	}

	interface Guests extends TitoRepository<Guest, String> {

		Window<Guest> findAllByOrderByName(ScrollPosition position, Limit limit);

	}

	interface Listed extends ListPagingAndSortingRepository<Guest, String> {

	}

	interface Paged extends PagingAndSortingRepository<Guest, String> {

	}

	@NullMarked
	@TitoEntity("guest")
	@TitoIndex(name = "by_name", fields = { "name", "age" }, order = { Direction.ASC, Direction.DESC })
	@TitoIndex(name = "by_city", fields = "city", nulls = TitoIndex.Nulls.INDEXED)
	@TitoIndex(name = "by_nick", fields = "nick")
	@TitoIndex(name = "adults", fields = "room", condition = "age > 18")
	@TitoIndex(name = "by_tag", fields = "tags")
	@TitoIndex(name = "by_code", fields = "code", unique = true)
	record Guest(@Id String id, String name, int age, @Nullable String city, @Nullable String nick, String room,
			List<String> tags, int code, @Nullable String remark) {

		Guest(String id, String name, int age, @Nullable String city, @Nullable String nick, String room) {
			this(id, name, age, city, nick, room, List.of(), -id.hashCode(), null);
		}

		static Guest numbered(int number) {
			String name = "n%04d".formatted(number);
			return new Guest(name, name, number, null, null, "x");
		}

	}

}
