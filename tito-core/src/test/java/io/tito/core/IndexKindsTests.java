package io.tito.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.tito.core.Trip.State;
import io.tito.core.Trip.Stop;
import io.tito.query.Filter;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.DuplicateEntryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataIntegrityViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IndexKindsTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.template = TestStore.of(cluster).template();
	}

	@Test
	void followsAPathIntoNestedObjects() {
		save(Trip.of("1").in("Rome", 1), Trip.of("2").in("Oslo", 2), Trip.of("3"));
		assertThat(found(trips().where("start.city", "Rome").index("by_city"))).containsExactly("1");
		assertThat(found(trips().where(Filter.startingWith("start.city", "O")).index("by_city"))).containsExactly("2");
	}

	@Test
	void ordersAFieldDescending() {
		save(Trip.of("1").in("Rome", 1), Trip.of("2").in("Rome", 3), Trip.of("3").in("Rome", 2),
				Trip.of("4").in("Oslo", 9));
		EntityQuery<Trip, Trip> rome = trips().index("by_city_newest").value("Rome");
		assertThat(found(rome)).containsExactly("2", "3", "1");
		assertThat(found(rome.reverse())).containsExactly("1", "3", "2");
		assertThat(found(rome.from(Instant.ofEpochSecond(2)))).containsExactly("2", "3");
		assertThat(found(rome.to(Instant.ofEpochSecond(2)))).containsExactly("1");
		assertThat(found(rome.from(Instant.ofEpochSecond(2)).through(Instant.ofEpochSecond(2)))).containsExactly("3");
		String cursor = rome.limit(1).execute().cursor();
		assertThat(found(rome.limit(1).after(cursor))).containsExactly("3");
	}

	@Test
	void hasAnEntryForEachElementOfACollection() {
		save(Trip.of("1").tagged("sea", "sun", "sun"), Trip.of("2").tagged("sea"), Trip.of("3").tagged(), Trip.of("4"));
		assertThat(found(trips().where("tags", "sea"))).containsExactly("1", "2");
		assertThat(found(trips().where("tags", "sun"))).containsExactly("1");
		this.template.save(Trip.of("1").tagged("snow"));
		assertThat(found(trips().where("tags", "sun"))).isEmpty();
		assertThat(found(trips().where("tags", "snow"))).containsExactly("1");
	}

	@Test
	void returnsARowOnceHoweverManyOfItsEntriesAreHit() {
		save(Trip.of("1").tagged("a", "b", "c"), Trip.of("2").tagged("b"), Trip.of("3").tagged("a", "c"));
		EntityQuery<Trip, Trip> all = trips().where(Filter.in("tags", "a", "b", "c"));
		assertThat(found(all)).containsExactly("1", "2", "3");
		assertThat(all.count()).isEqualTo(3);
		EntityQuery<Trip, Trip> range = trips().where(Filter.gte("tags", "a")).index("by_tag");
		assertThat(found(range)).containsExactly("1", "3", "2");
		assertThat(found(range.reverse())).containsExactly("3", "1", "2");
		assertThat(paged(range, 1)).containsExactly("1", "3", "2");
		assertThat(paged(all, 1)).containsExactly("1", "2", "3");
	}

	@Test
	void combinesTheElementsOfSeveralCollections() {
		save(Trip.of("1").tagged("sea", "sun").guidedBy("ann", "bob"), Trip.of("2").tagged("sea").guidedBy("bob"));
		EntityQuery<Trip, Trip> sea = trips().index("by_tag_and_guide").value("sea");
		assertThat(found(sea.value("bob"))).containsExactly("1", "2");
		assertThat(found(sea.value("ann"))).containsExactly("1");
		assertThat(found(trips().index("by_tag_and_guide").value("sun").value("bob"))).containsExactly("1");
	}

	@Test
	void takesFieldsOfOneCollectionFromTheSameElement() {
		save(Trip.of("1").through(new Stop("Rome", 2), new Stop("Oslo", 5)), Trip.of("2").through(new Stop("Rome", 5)));
		assertThat(found(trips().index("by_stop").value("Rome").value(5))).containsExactly("2");
		assertThat(found(trips().index("by_stop").value("Rome").from(2))).containsExactly("1", "2");
	}

	@Test
	void hasAnEntryForEachKeyOfAMap() {
		save(Trip.of("1").with(Map.of("colour", "red", "size", "big")), Trip.of("2").with(Map.of("colour", "blue")));
		assertThat(found(trips().index("by_attribute").value("colour").value("red"))).containsExactly("1");
		assertThat(found(trips().where("attributes.key", "colour").index("by_attribute"))).containsExactly("2", "1");
	}

	@Test
	void holdsOnlyTheRowsOfItsCondition() {
		Trip open = Trip.of("1").in("Rome", 1).being(State.OPEN);
		save(open, Trip.of("2").in("Rome", 2).being(State.CLOSED));
		assertThat(found(trips().index("open_by_at"))).containsExactly("1");
		this.template.save(open.being(State.CLOSED));
		assertThat(found(trips().index("open_by_at"))).isEmpty();
	}

	@Test
	void asksAMethodOfTheEntityForItsCondition() {
		save(Trip.of("1").in("Rome", 1).being(State.OPEN).through(new Stop("Rome", 8)),
				Trip.of("2").in("Rome", 2).being(State.OPEN).through(new Stop("Rome", 7)));
		assertThat(found(trips().index("long_by_at"))).containsExactly("1");
	}

	@Test
	void leavesRowsWithNullOutUnlessNullsAreIndexed() {
		save(Trip.of("1").noted("x"), Trip.of("2"));
		assertThat(found(trips().index("by_city"))).isEmpty();
		assertThat(found(trips().index("by_note"))).containsExactly("2", "1");
		assertThat(found(trips().where(Filter.isNull("note")))).containsExactly("2");
		assertThat(found(trips().where(Filter.gte("note", "")))).as("null is no text").containsExactly("1");
	}

	@Test
	void makesKeysByAClassOfTheApplication() {
		save(Trip.of("1").titled("Slow Rome"), Trip.of("2").titled("Rome by night"), Trip.of("3"));
		EntityQuery<Trip, Trip> words = trips().index("by_word");
		assertThat(found(words.value("rome"))).containsExactly("1", "2");
		assertThat(found(words.startingWith("s"))).containsExactly("1");
		assertThat(paged(words.from("a"), 1)).containsExactlyInAnyOrder("1", "2");
		assertThat(words.count()).isEqualTo(2);
	}

	@Test
	void letsOneRowHaveAUniqueValueAndNamesIndexAndValue() {
		save(Trip.of("1").coded("x-7"), Trip.of("2"), Trip.of("3"));
		assertThatExceptionOfType(DuplicateEntryException.class)
			.isThrownBy(() -> this.template.save(Trip.of("4").coded("x-7")))
			.withMessage(
					"Another row of 'trip' has the value [x-7] in the unique index 'by_code'; nothing was written");
		this.template.save(Trip.of("1").coded("x-8"));
		this.template.save(Trip.of("4").coded("x-7"));
		assertThat(found(trips().where("code", "x-7"))).containsExactly("4");
	}

	@Test
	void refusesMoreThanAThousandEntriesBeforeAnythingIsWritten() {
		String[] many = IntStream.range(0, 1001).mapToObj((i) -> "t" + i).toArray(String[]::new);
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.template.save(Trip.of("1").tagged(many)))
			.withMessage(
					"A row has more than 1000 entries in the index 'by_tag' and those before it: index fewer elements, or split the row");
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void leavesNothingBehindADeletedRow() {
		save(Trip.of("1")
			.in("Rome", 1)
			.tagged("a", "b")
			.guidedBy("ann")
			.through(new Stop("Rome", 9))
			.with(Map.of("k", "v"))
			.being(State.OPEN)
			.noted("x")
			.coded("c")
			.titled("A title"));
		this.template.deleteById(Trip.class, "1");
		assertThat(cluster.rows("")).isEmpty();
	}

	private EntityQuery<Trip, Trip> trips() {
		return this.template.query(Trip.class);
	}

	private void save(Trip... trips) {
		this.template.saveAll(List.of(trips));
	}

	private static List<String> found(EntityQuery<Trip, Trip> query) {
		return query.list().stream().map(Trip::id).toList();
	}

	private static List<String> paged(EntityQuery<Trip, Trip> query, int size) {
		List<String> seen = new ArrayList<>();
		String cursor = null;
		do {
			QueryResult<Trip> page = query.limit(size).after(cursor).execute();
			page.forEach((trip) -> seen.add(trip.id()));
			cursor = page.cursor();
		}
		while (cursor != null);
		return seen;
	}

}
