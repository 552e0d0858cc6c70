package io.tito.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.tito.annotation.TitoEntity;
import io.tito.embedded.fault.Expectation;
import io.tito.embedded.fault.FaultAction;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.DuplicateEntryException;
import io.tito.transaction.WriteConflictException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rules across rows, and rows that are read in order to be changed.
 */
class LockedRowsTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TestStore store;

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.template = this.store.template();
		this.template.insert(new Balance("a", 100));
		this.template.insert(new Balance("b", 100));
	}

	@Test
	void waitsForTheHolderAndReadsWhatItWrote() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AtomicReference<Object> failure = new AtomicReference<>();
		Thread holder = new Thread(() -> this.store.inTransaction(() -> {
			Balance balance = this.template.findByIdForUpdate(Balance.class, "a").orElseThrow();
			held.countDown();
			await(release);
			this.template.save(new Balance("a", balance.amount() - 30));
		}));
		holder.setUncaughtExceptionHandler((thread, ex) -> failure.set(ex));
		holder.start();
		await(held);
		Expectation waiting = cluster.faults().onNext("KvPessimisticLock", FaultAction.delay(Duration.ZERO));
		Thread releaser = new Thread(() -> {
			waiting.awaitMet(Duration.ofSeconds(30));
			release.countDown();
		});
		releaser.start();
		this.store.inTransaction(() -> {
			assertThat(this.template.findById(Balance.class, "a")).as("at the snapshot")
				.contains(new Balance("a", 100));
			Balance balance = this.template.findByIdForUpdate(Balance.class, "a").orElseThrow();
			assertThat(balance.amount()).isEqualTo(70);
			assertThat(this.template.findById(Balance.class, "a")).contains(balance);
			this.template.save(new Balance("a", balance.amount() - 30));
		});
		holder.join(TimeUnit.SECONDS.toMillis(30));
		releaser.join(TimeUnit.SECONDS.toMillis(30));
		assertThat(failure.get()).isNull();
		assertThat(this.template.findById(Balance.class, "a")).contains(new Balance("a", 40));
	}

	@Test
	void findsSeveralRowsForUpdateInTheOrderOfTheIds() {
		this.store.inTransaction(
				() -> assertThat(this.template.findAllByIdForUpdate(Balance.class, List.of("b", "none", "a", "b")))
					.extracting(Balance::id)
					.containsExactly("b", "a", "b"));
		this.store.inTransaction(() -> assertThat(this.template.findByIdForUpdate(Balance.class, "none")).isEmpty());
	}

	@Test
	void failsIfATouchedRowIsChangedMeanwhile() {
		assertThatExceptionOfType(WriteConflictException.class).isThrownBy(() -> this.store.inTransaction(() -> {
			this.template.touch(Balance.class, "a");
			this.template.save(new Balance("c", 1));
			alone(() -> this.template.save(new Balance("a", 0)));
		}));
		assertThat(this.template.existsById(Balance.class, "c")).isFalse();
		this.store.inTransaction(() -> {
			this.template.touch(Balance.class, "a");
			this.template.save(new Balance("c", 1));
		});
		assertThat(this.template.findById(Balance.class, "a")).contains(new Balance("a", 0));
	}

	@Test
	void keepsARuleOverTwoRowsWithTouches() {
		// each writer may take from one balance if the other covers it: without the touch
		// both would
		assertThatExceptionOfType(WriteConflictException.class).isThrownBy(() -> this.store.inTransaction(() -> {
			takeFrom("a", "b");
			alone(() -> this.store.inTransaction(() -> {
				takeFrom("b", "a");
				return true;
			}));
		}));
		assertThat(this.template.findAll(Balance.class)).extracting(Balance::amount).containsExactly(100L, 0L);
	}

	private void takeFrom(String from, String other) {
		assertThat(this.template.findById(Balance.class, other).orElseThrow().amount()).isGreaterThanOrEqualTo(100);
		this.template.touch(Balance.class, other);
		this.template.save(new Balance(from, 0));
	}

	@Test
	void refusesLocksOutsideATransactionAndInAReadOnlyOne() {
		List<Runnable> locks = List.of(() -> this.template.findByIdForUpdate(Balance.class, "a"),
				() -> this.template.findAllByIdForUpdate(Balance.class, List.of("a")),
				() -> this.template.touch(Balance.class, "a"));
		List<String> names = List.of("findByIdForUpdate", "findAllByIdForUpdate", "touch");
		TransactionTemplate readOnly = this.store.transactionTemplate();
		readOnly.setReadOnly(true);
		for (int i = 0; i < locks.size(); i++) {
			Runnable lock = locks.get(i);
			assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(lock::run)
				.withMessage(names.get(i) + " holds until the transaction ends, and there is none: "
						+ "call it within one (@TitoTransactional)");
			assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
				.isThrownBy(() -> readOnly.executeWithoutResult((status) -> lock.run()))
				.withMessageContaining("read-only");
		}
	}

	@Test
	void updatesARowByAFunctionAndAgainAfterALostRace() {
		List<Long> seen = new ArrayList<>();
		Balance updated = this.template.update(Balance.class, "a", (balance) -> {
			seen.add(balance.amount());
			if (seen.size() == 1) {
				alone(() -> this.template.save(new Balance("a", 50)));
			}
			return new Balance("a", balance.amount() - 1);
		});
		assertThat(updated).isEqualTo(new Balance("a", 49));
		assertThat(seen).containsExactly(100L, 50L);
		assertThat(this.template.findById(Balance.class, "a")).contains(updated);
	}

	@Test
	void leavesALostRaceToTheTransactionAround() {
		assertThatExceptionOfType(WriteConflictException.class)
			.isThrownBy(() -> this.store.inTransaction(() -> this.template.update(Balance.class, "a", (balance) -> {
				alone(() -> this.template.save(new Balance("a", 50)));
				return new Balance("a", 0);
			})));
	}

	@Test
	void refusesAnUpdateOfNoRowAndOfTheId() {
		assertThatExceptionOfType(EmptyResultDataAccessException.class)
			.isThrownBy(() -> this.template.update(Balance.class, "none", (balance) -> balance))
			.withMessage("There is no row 'none' of 'balance' to update");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.update(Balance.class, "a", (balance) -> new Balance("z", 0)))
			.withMessage("The change of row 'a' of 'balance' gives it the id 'z': insert a row of that id instead");
	}

	@Test
	void findsATakenIdOrValueWhenFlushed() {
		TestStore other = this.store;
		other.inTransaction(() -> {
			this.template.insert(new Balance("c", 1));
			this.template.flush();
		});
		assertThatExceptionOfType(DuplicateEntryException.class).isThrownBy(() -> other.inTransaction(() -> {
			this.template.insert(new Balance("c", 1));
			this.template.flush();
			throw new IllegalStateException("not reached");
		}));
		this.template.flush();
	}

	/**
	 * Work on another thread, in a transaction of its own.
	 */
	private static void alone(Supplier<?> work) {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread thread = new Thread(work::get);
		thread.setUncaughtExceptionHandler((where, ex) -> failure.set(ex));
		thread.start();
		try {
			thread.join(TimeUnit.SECONDS.toMillis(60));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		assertThat(failure.get()).isNull();
		assertThat(thread.isAlive()).isFalse();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@TitoEntity("balance")
	record Balance(@Id String id, long amount) {
	}

}
