package io.tito.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.index.IndexBuilder;
import io.tito.index.IndexBuilder.Step;
import io.tito.index.IndexCheck;
import io.tito.index.IndexMembers;
import io.tito.index.IndexNotReadyException;
import io.tito.index.IndexPhase;
import io.tito.index.IndexStatus;
import io.tito.index.OutdatedInstanceException;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.data.annotation.Id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An index that is added, changed and removed while rows are written, as by versions of
 * an application that follow each other.
 */
class IndexBuildTests {

	private static final int ROWS = Integer.getInteger("tito.test.index-rows", 20_000);

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final long seed = Long.getLong("tito.test.seed", System.nanoTime());

	@Test
	void isReadyAtOnceWhereNothingWasWrittenBefore() {
		TitoTemplate template = TestStore.of(cluster).template();
		assertThat(template.query(Old.class).where("a", 1).list()).isEmpty();
		template.save(new Old("1", 1, 2));
		assertThat(template.query(Old.class).where("a", 1).list()).hasSize(1);
		assertThat(template.indexes().status(Old.class))
			.containsExactly(new IndexStatus("by_a", IndexPhase.READY, 0, 0, ""));
	}

	@Test
	void refusesQueriesUntilANewIndexIsReadyAndSaysHowFarItIs() {
		fill(600);
		TitoTemplate later = TestStore.of(cluster).template();
		notReady(later, "The index 'by_b' of 'build' is not ready: it is new, and is built once every running instance "
				+ "knows it. Ask again later");
		IndexBuilder builder = later.indexes().builder(New.class, IndexMembers.ALONE);
		assertThat(builder.run()).as("a lease has to pass").isEqualTo(Step.WAITING);
		notReady(later, "The index 'by_b' of 'build' is not ready: it is about to be built. Ask again later");
		cluster.pass(TestStore.LEASE.multipliedBy(2));
		assertThat(builder.runOnce()).as("counted").isEqualTo(Step.MORE);
		assertThat(builder.runOnce()).as("one batch").isEqualTo(Step.MORE);
		notReady(TestStore.of(cluster).template(), "The index 'by_b' of 'build' is not ready: it is being built, "
				+ "256 of about 600 rows are done. Ask again later");
		assertThat(builder.run()).isEqualTo(Step.DONE);
		TitoTemplate ready = TestStore.of(cluster).template();
		assertThat(ready.query(New.class).where("b", 3).count()).isEqualTo(60);
		assertThat(ready.indexes().check(New.class)).matches(IndexCheck::isClean);
	}

	@Test
	void isNotReadAtASnapshotOfBeforeItWasReady() {
		fill(3);
		TestStore store = TestStore.of(cluster);
		TitoTemplate later = store.template();
		store.inTransaction(() -> {
			assertThat(later.findById(New.class, "k1")).isPresent();
			build(TestStore.of(cluster).template());
			assertThatExceptionOfType(IndexNotReadyException.class)
				.isThrownBy(() -> later.query(New.class).where("b", 1).list());
			assertThat(later.query(New.class).where("a", 1).list()).hasSize(1);
		});
		assertThat(later.query(New.class).where("b", 1).list()).hasSize(1);
	}

	@Test
	void waitsUntilEveryRunningInstanceKnowsTheDefinitions() {
		fill(3);
		TitoTemplate later = TestStore.of(cluster).template();
		String older = TestStore.of(cluster).template().indexes().announcement(Old.class);
		List<String> ignorant = new ArrayList<>(List.of("old@1"));
		IndexBuilder builder = later.indexes().builder(New.class, (announcement) -> {
			assertThat(announcement).isEqualTo(later.indexes().announcement(New.class))
				.isNotEqualTo(older)
				.startsWith("index:build:");
			return ignorant;
		});
		assertThat(builder.run()).isEqualTo(Step.WAITING);
		assertThat(later.indexes().status(New.class)).extracting(IndexStatus::index).containsExactly("by_a");
		TestStore.of(cluster).template().save(new Old("old", 1, 3));
		ignorant.clear();
		assertThat(builder.runOnce()).isEqualTo(Step.MORE);
		assertThat(later.indexes().status(New.class)).extracting(IndexStatus::index).containsExactly("by_a", "by_b");
	}

	@Test
	void refusesWritesOfAnInstanceThatDoesNotKnowTheIndexesInForce() {
		TestStore old = fill(3);
		TitoTemplate later = TestStore.of(cluster).template();
		build(later);
		TitoTemplate outdated = TestStore.of(cluster).template();
		assertThatExceptionOfType(OutdatedInstanceException.class).isThrownBy(() -> outdated.save(new Old("x", 1, 1)))
			.withMessage("This instance is outdated and may not write 'build': a newer version of the application has "
					+ "changed the indexes of it (it does not know [by_b]). Stop this instance, or deploy the newer version");
		assertThat(outdated.query(Old.class).where("a", 1).list()).as("it may read").isNotEmpty();
		assertThatExceptionOfType(ConcurrencyFailureException.class)
			.as("an instance that did not look again is too late")
			.isThrownBy(() -> old.template().save(new Old("x", 1, 1)));
	}

	@Test
	void letsAnOlderVersionBackOnceAllInstancesAreOfIt() {
		fill(3);
		build(TestStore.of(cluster).template());
		TitoTemplate rolledBack = TestStore.of(cluster).template();
		assertThat(rolledBack.indexes().builder(Old.class, (announcement) -> List.of("new@1")).run())
			.isEqualTo(Step.WAITING);
		IndexBuilder builder = rolledBack.indexes().builder(Old.class, IndexMembers.ALONE);
		assertThat(builder.run()).isEqualTo(Step.WAITING);
		assertThat(rolledBack.save(new Old("x", 1, 1))).isNotNull();
		cluster.pass(TestStore.LEASE.multipliedBy(2));
		assertThat(builder.run()).isEqualTo(Step.DONE);
		assertThat(cluster.rows("index:build:by_b")).isEmpty();
		assertThat(TestStore.of(cluster).template().indexes().status(Old.class)).extracting(IndexStatus::index)
			.containsExactly("by_a");
	}

	@Test
	void keepsTheIndexesOfOlderInstancesUntilTheyAreGone() {
		fill(3);
		TitoTemplate later = TestStore.of(cluster).template();
		later.save(new Dropped("fresh", 1, 7));
		TitoTemplate old = TestStore.of(cluster).template();
		assertThat(old.query(Old.class).where("a", 1).list()).extracting(Old::id).contains("fresh");
		old.save(new Old("older", 1, 7));
		assertThat(old.indexes().check(Old.class)).matches(IndexCheck::isClean);
	}

	@Test
	void buildsAChangedIndexBesideTheOldOne() {
		fill(30);
		TitoTemplate later = TestStore.of(cluster).template();
		IndexBuilder builder = later.indexes().builder(Changed.class, IndexMembers.ALONE);
		builder.run();
		assertThat(later.indexes().status(Changed.class)).containsExactly(
				new IndexStatus("by_a", IndexPhase.BUILDING, 0, 0, ""),
				new IndexStatus("by_a", IndexPhase.DROPPING, 0, 0, ""));
		cluster.pass(TestStore.LEASE.multipliedBy(2));
		assertThat(builder.run()).isEqualTo(Step.DONE);
		TitoTemplate ready = TestStore.of(cluster).template();
		assertThat(ready.query(Changed.class).where("a", 1).orderBy("b").list()).hasSize(3);
		assertThat(cluster.rows("index:build:by_a")).hasSize(30);
		assertThat(ready.indexes().check(Changed.class)).matches(IndexCheck::isClean);
	}

	@Test
	void stopsAtEqualValuesOfAUniqueIndexAndGoesOnWhenTheyAreChanged() {
		fill(3);
		TestStore.of(cluster).template().save(new Old("twin", 1, 1));
		TitoTemplate later = TestStore.of(cluster).template();
		IndexBuilder builder = later.indexes().builder(Unique.class, IndexMembers.ALONE);
		builder.run();
		cluster.pass(TestStore.LEASE.multipliedBy(2));
		assertThat(builder.run()).isEqualTo(Step.WAITING);
		assertThatExceptionOfType(IndexNotReadyException.class)
			.isThrownBy(() -> TestStore.of(cluster).template().query(Unique.class).where("b", 1).list())
			.withMessageContaining("its building stopped after 0 of about 4 rows, because several rows have the same "
					+ "value in it, and 'unique_b' is unique: change all but one of them");
		TestStore.of(cluster).template().save(new Unique("twin", 1, 77));
		assertThat(builder.run()).isEqualTo(Step.DONE);
		TitoTemplate ready = TestStore.of(cluster).template();
		assertThat(ready.query(Unique.class).where("b", 77).one()).isPresent();
		assertThat(ready.indexes().check(Unique.class)).matches(IndexCheck::isClean);
	}

	@Test
	void isCompleteAfterWritesOfTwoVersionsAndACrash() throws Exception {
		fill(ROWS);
		AtomicBoolean stop = new AtomicBoolean();
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try (TitoClient oldClient = cluster.connect(); TitoClient newClient = cluster.connect()) {
			Future<Boolean> outdated = threads.submit(() -> writeOld(oldClient, stop));
			Future<Integer> written = threads.submit(() -> writeNew(newClient, stop));
			TitoTemplate later = TestStore.of(cluster).template();
			IndexBuilder builder = later.indexes().builder(New.class, IndexMembers.ALONE);
			assertThat(builder.run()).isEqualTo(Step.WAITING);
			cluster.pass(TestStore.LEASE.multipliedBy(2));
			for (int i = 0; i < 4; i++) {
				assertThat(builder.runOnce()).isEqualTo(Step.MORE);
			}
			IndexBuilder successor = TestStore.of(cluster).template().indexes().builder(New.class, IndexMembers.ALONE);
			assertThat(successor.run()).as("another instance goes on").isEqualTo(Step.DONE);
			assertThat(outdated.get()).as("the outdated version was refused").isTrue();
			stop.set(true);
			assertThat(written.get()).isPositive();
		}
		finally {
			stop.set(true);
			threads.shutdownNow();
		}
		TitoTemplate ready = TestStore.of(cluster).template();
		assertThat(ready.indexes().check(New.class)).as("seed %d", this.seed).matches(IndexCheck::isClean);
		long found = 0;
		for (int b = 0; b < 10; b++) {
			found += ready.query(New.class).where("b", b).count();
		}
		assertThat(found).as("seed %d", this.seed).isEqualTo(ready.count(New.class)).isPositive();
	}

	/**
	 * Goes on until it is refused. An instance whose knowledge is too old at the commit
	 * looks again, as it does by itself after a while.
	 */
	private boolean writeOld(TitoClient client, AtomicBoolean stop) {
		Random own = new Random(this.seed + 1);
		TestStore store = TestStore.of(client, cluster.namespace());
		while (!stop.get()) {
			try {
				store.template().save(new Old("k" + own.nextInt(ROWS), own.nextInt(10), own.nextInt(10)));
			}
			catch (OutdatedInstanceException ex) {
				return true;
			}
			catch (ConcurrencyFailureException ex) {
				store = TestStore.of(client, cluster.namespace());
			}
		}
		return false;
	}

	private int writeNew(TitoClient client, AtomicBoolean stop) {
		Random own = new Random(this.seed + 2);
		TestStore store = TestStore.of(client, cluster.namespace());
		int written = 0;
		while (!stop.get()) {
			String id = "k" + own.nextInt(ROWS);
			try {
				if (own.nextInt(8) == 0) {
					store.template().deleteById(New.class, id);
					store.template().save(new New("n" + own.nextInt(), 1, own.nextInt(10)));
				}
				else {
					store.template().save(new New(id, own.nextInt(10), own.nextInt(10)));
				}
				written++;
			}
			catch (ConcurrencyFailureException ex) {
				store = TestStore.of(client, cluster.namespace());
			}
		}
		return written;
	}

	private TestStore fill(int rows) {
		TestStore store = TestStore.of(cluster);
		List<Old> batch = new ArrayList<>();
		for (int i = 0; i < rows; i++) {
			batch.add(new Old("k" + i, i % 10, i % 10));
			if (batch.size() == 500 || i == rows - 1) {
				store.template().saveAll(batch);
				batch.clear();
			}
		}
		return store;
	}

	private void build(TitoTemplate template) {
		IndexBuilder builder = template.indexes().builder(New.class, IndexMembers.ALONE);
		builder.run();
		cluster.pass(TestStore.LEASE.multipliedBy(2));
		assertThat(builder.run()).isEqualTo(Step.DONE);
	}

	private static void notReady(TitoTemplate template, String message) {
		assertThatExceptionOfType(IndexNotReadyException.class)
			.isThrownBy(() -> template.query(New.class).where("b", 3).list())
			.withMessage(message);
	}

	@TitoEntity("build")
	@TitoIndex(name = "by_a", fields = "a")
	record Old(@Id String id, int a, int b) {
	}

	@TitoEntity("build")
	@TitoIndex(name = "by_a", fields = "a")
	@TitoIndex(name = "by_b", fields = "b")
	record New(@Id String id, int a, int b) {
	}

	@TitoEntity("build")
	record Dropped(@Id String id, int a, int b) {
	}

	@TitoEntity("build")
	@TitoIndex(name = "by_a", fields = { "a", "b" })
	record Changed(@Id String id, int a, int b) {
	}

	@TitoEntity("build")
	@TitoIndex(name = "by_a", fields = "a")
	@TitoIndex(name = "unique_b", fields = "b", unique = true)
	record Unique(@Id String id, int a, int b) {
	}

}
