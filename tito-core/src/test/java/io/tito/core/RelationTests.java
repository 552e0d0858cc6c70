package io.tito.core;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.annotation.TitoRelation;
import io.tito.annotation.TitoRelation.OnDelete;
import io.tito.client.Entry;
import io.tito.mapping.InvalidEntitiesException;
import io.tito.relation.Fetch;
import io.tito.relation.Reference;
import io.tito.relation.RestrictedDeleteException;
import io.tito.relation.UnknownRelationException;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.data.annotation.Id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RelationTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TestStore store;

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.template = this.store.template();
		// as at the start of an application, which knows all its entities
		List.of(Item.class, Shelf.class).forEach((entity) -> this.template.mapping().entity(entity));
		this.template.saveAll(List.of(new Region("eu", "Europe"), new Region("as", "Asia")));
		this.template.saveAll(List.of(new Maker("m1", "Ann", "eu", null), new Maker("m2", "Bob", "as", null)));
		this.template.saveAll(List.of(new Label("l1", "new"), new Label("l2", "old"), new Label("l3", "rare")));
	}

	@Test
	void isEmptyUntilItIsFetched() {
		this.template.save(Item.of("i", "m1", "l1"));
		Item found = this.template.findById(Item.class, "i").orElseThrow();
		assertThat(found.labels()).isEmpty();
		assertThat(found.maker()).isNull();
	}

	@Test
	void fillsOneAndManyInTheOrderOfTheIds() {
		this.template.save(Item.of("i", "m1", "l3", "l1", "l2"));
		Item found = this.template.findById(Item.class, "i", Fetch.of("labels", "maker")).orElseThrow();
		assertThat(found.labels()).extracting(Label::name).containsExactly("rare", "new", "old");
		assertThat(found.maker()).extracting(Maker::name).isEqualTo("Ann");
	}

	@Test
	void leavesMissingTargetsOutAndCountsThem() {
		this.template.save(Item.of("i", "nobody", "l1", "gone", "l2"));
		QueryResult<Item> result = this.template.query(Item.class).with("labels", "maker").execute();
		assertThat(result.missing()).isEqualTo(2);
		assertThat(result.rows().get(0).labels()).extracting(Label::id).containsExactly("l1", "l2");
		assertThat(result.rows().get(0).maker()).isNull();
	}

	@Test
	void followsPathsThroughNestedObjectsAndThroughRelations() {
		Item item = new Item("i", "m2", null, List.of(), List.of(),
				List.of(new Part("l2", null), new Part("l1", null)));
		this.template.save(item);
		Item found = this.template.query(Item.class).with("parts.label", "maker.region").one().orElseThrow();
		assertThat(found.parts()).extracting((part) -> part.label().name()).containsExactly("old", "new");
		assertThat(found.maker().region()).isEqualTo(new Region("as", "Asia"));
	}

	@Test
	void readsEachRelationInOneBatchForAWholePage() {
		for (int i = 0; i < 20; i++) {
			this.template.save(Item.of("i%02d".formatted(i), "m" + (1 + i % 2), "l" + (1 + i % 3)));
		}
		this.template.query(Item.class).limit(1).execute();
		Map<String, Long> before = cluster.faults().requests();
		assertThat(this.template.query(Item.class).index("by_maker").limit(20).with("labels").list()).hasSize(20)
			.allSatisfy((item) -> assertThat(item.labels()).hasSize(1));
		Map<String, Long> after = cluster.faults().requests();
		assertThat(after.get("KvScan") - before.get("KvScan")).as("the index").isEqualTo(1);
		assertThat(after.get("KvBatchGet") - before.getOrDefault("KvBatchGet", 0L)).as("rows, labels").isEqualTo(2);
		assertThat(after.get("KvGet")).isEqualTo(before.get("KvGet"));
	}

	@Test
	void neverStoresARelationAndReturnsItUnchanged() {
		Label label = new Label("l1", "secret-name");
		Item item = new Item("i", "m1", new Maker("m1", "Ann", "eu", null), List.of("l1"), List.of(label), List.of());
		assertThat(this.template.save(item)).isEqualTo(item);
		assertThat(cluster.rows("data:item")).extracting(Entry::value)
			.allSatisfy(
					(bytes) -> assertThat(new String(bytes)).doesNotContain("secret-name", "\"labels\"", "\"maker\""));
	}

	@Test
	void fillsRowsThatWereReadBefore() {
		this.template.save(Item.of("i", "m1", "l1"));
		List<Item> rows = this.template.findAll(Item.class);
		assertThat(this.template.fetch(rows, Fetch.of("labels")).get(0).labels()).hasSize(1);
		assertThat(this.template.fetch(List.<Item>of(), Fetch.of("labels"))).isEmpty();
	}

	@Test
	void seesTheTargetsThatItsOwnTransactionWrote() {
		this.store.inTransaction(() -> {
			this.template.save(new Label("fresh", "fresh"));
			this.template.save(Item.of("i", "m1", "fresh"));
			assertThat(this.template.query(Item.class).with("labels").one().orElseThrow().labels()).hasSize(1);
		});
	}

	@Test
	void refusesToFetchWhatIsNoRelation() {
		this.template.save(Item.of("i", "m1"));
		assertThatExceptionOfType(UnknownRelationException.class)
			.isThrownBy(() -> this.template.query(Item.class).with("labelIds").list())
			.withMessage("%s has no relation 'labelIds' to fetch: use one of [maker, labels], "
				.formatted(Item.class.getName()) + "or annotate the property with @TitoRelation");
	}

	@Test
	void refusesToDeleteWhatARestrictingRelationPointsTo() {
		Item item = this.template.save(Item.of("i", "m1"));
		assertThatExceptionOfType(RestrictedDeleteException.class)
			.isThrownBy(() -> this.template.deleteById(Maker.class, "m1"))
			.withMessage("Row 'm1' of 'maker' cannot be deleted: row 'i' of 'item' points to it by 'maker'. "
					+ "Delete or change what points to it first");
		assertThat(this.template.existsById(Maker.class, "m1")).isTrue();
		this.store.inTransaction(() -> {
			this.template.delete(item);
			this.template.deleteById(Maker.class, "m1");
		});
		assertThat(this.template.existsById(Maker.class, "m1")).isFalse();
	}

	@Test
	void deletesWithATargetWhatACascadingRelationPointsFrom() {
		this.template.save(new Shelf("s1", List.of("l1", "l2"), List.of()));
		this.template.save(new Shelf("s2", List.of("l2"), List.of()));
		this.template.deleteById(Label.class, "l1");
		assertThat(this.template.findAll(Shelf.class)).extracting(Shelf::id).containsExactly("s2");
		this.template.deleteById(Label.class, "l2");
		assertThat(this.template.findAll(Shelf.class)).isEmpty();
		assertThat(cluster.rows("index:shelf")).isEmpty();
	}

	@Test
	void leavesRowsAloneThatPointWithoutARule() {
		this.template.save(Item.of("i", "m1", "l3"));
		this.template.deleteById(Label.class, "l3");
		assertThat(this.template.findById(Item.class, "i")).isPresent();
	}

	@Test
	void listsWhoPointsToARowAndWhereItPoints() {
		this.template.save(Item.of("i1", "m1", "l1", "gone"));
		this.template.save(Item.of("i2", "m1"));
		assertThat(this.template.references(Maker.class, "m1").incoming())
			.containsExactly(new Reference("item", "i1", "maker"), new Reference("item", "i2", "maker"));
		assertThat(this.template.references(Maker.class, "m1").outgoing())
			.containsExactly(new Reference("region", "eu", "region"));
		assertThat(this.template.references(Item.class, "i1").outgoing()).containsExactly(
				new Reference("maker", "m1", "maker"), new Reference("label", "l1", "labels"),
				new Reference("label", "gone", "labels"));
	}

	@Test
	void letsNotBothCommitWhoPointsToARowAndWhoDeletesIt() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int i = 0; i < 100; i++) {
				String maker = "race" + i;
				String item = "r" + i;
				this.template.save(new Maker(maker, "x", "eu", null));
				CyclicBarrier together = new CyclicBarrier(2);
				Future<Boolean> points = threads.submit(() -> wins(together, () -> this.store.inTransaction(() -> {
					if (this.template.existsById(Maker.class, maker)) {
						this.template.save(Item.of(item, maker));
					}
				})));
				Future<Boolean> deletes = threads
					.submit(() -> wins(together, () -> this.template.deleteById(Maker.class, maker)));
				boolean pointed = points.get() && this.template.existsById(Item.class, item);
				assertThat(pointed).isNotEqualTo(deletes.get());
				assertThat(this.template.existsById(Maker.class, maker)).isEqualTo(pointed);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static boolean wins(CyclicBarrier together, Runnable work) throws Exception {
		together.await();
		try {
			work.run();
			return true;
		}
		catch (RestrictedDeleteException | ConcurrencyFailureException ex) {
			return false;
		}
	}

	@Test
	void reportsTheFaultsOfRelationsAtOnce() {
		assertThatExceptionOfType(InvalidEntitiesException.class)
			.isThrownBy(() -> this.template.mapping().entity(Faulty.class))
			.satisfies((ex) -> assertThat(ex.faults()).map((fault) -> fault.replace(Faulty.class.getName() + ": ", ""))
				.containsExactlyInAnyOrder(
						"the relation 'nothing' names the property 'missing', which does not exist: use one of [id, labelId, number]",
						"the relation 'many' holds many rows, but 'labelId' holds one id: make both one or both many",
						"the relation 'never' is null until it is fetched: annotate it with @Nullable",
						"the relation 'other' takes ids of type java.lang.Long from 'number', but those of "
								+ Label.class.getName() + " are of type java.lang.String: use that type",
						"the relation 'text' holds java.lang.String, which is no entity: annotate that class with @TitoEntity"));
	}

	@TitoEntity("region")
	record Region(@Id String id, String name) {
	}

	@TitoEntity("maker")
	record Maker(@Id String id, String name, String regionId,
			@TitoRelation(from = "regionId") @Nullable Region region) {
	}

	@TitoEntity("label")
	record Label(@Id String id, String name) {
	}

	@TitoEntity("item")
	@TitoIndex(name = "by_maker", fields = "makerId")
	record Item(@Id String id, String makerId,
			@TitoRelation(from = "makerId", onDelete = OnDelete.RESTRICT) @Nullable Maker maker, List<String> labelIds,
			@TitoRelation(from = "labelIds") List<Label> labels, List<Part> parts) {

		static Item of(String id, String makerId, String... labelIds) {
			return new Item(id, makerId, null, List.of(labelIds), List.of(), List.of());
		}

	}

	record Part(String labelId, @TitoRelation(from = "labelId") @Nullable Label label) {
	}

	@TitoEntity("shelf")
	record Shelf(@Id String id, List<String> labelIds,
			@TitoRelation(from = "labelIds", onDelete = OnDelete.CASCADE) List<Label> labels) {
	}

	@NullMarked
	@TitoEntity("faulty")
	record Faulty(@Id String id, String labelId, Long number, @TitoRelation(from = "missing") @Nullable Label nothing,
			@TitoRelation(from = "labelId") Set<Label> many, @TitoRelation(from = "labelId") Label never,
			@TitoRelation(from = "number") @Nullable Label other,
			@TitoRelation(from = "labelId") @Nullable String text) {
	}

}
