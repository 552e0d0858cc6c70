package io.tito.repository;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.tito.annotation.Lock;
import io.tito.annotation.LockMode;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.repository.support.TitoRepositoryFactory;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.LostRaces;
import io.tito.transaction.WriteConflictException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code @Lock} on methods of repositories.
 */
class LockedQueryTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TestStore store;

	private Seats seats;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.seats = new TitoRepositoryFactory(this.store.template()).getRepository(Seats.class);
		this.store.template().insert(new Seat("1", "a", "free"));
		this.store.template().insert(new Seat("2", "a", "free"));
	}

	@Test
	void keepsOthersFromTheRowsThatItFinds() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread holder = new Thread(() -> this.store.inTransaction(() -> {
			assertThat(this.seats.findByRow("a")).hasSize(2);
			held.countDown();
			await(release);
		}));
		holder.start();
		await(held);
		TestStore hurried = TestStore.of(cluster);
		hurried.transactions().setLockWait(Duration.ZERO);
		Seats others = new TitoRepositoryFactory(hurried.template()).getRepository(Seats.class);
		assertThatExceptionOfType(CannotAcquireLockException.class)
			.isThrownBy(() -> hurried.inTransaction(() -> others.findById("2")));
		assertThatExceptionOfType(CannotAcquireLockException.class)
			.isThrownBy(() -> hurried.inTransaction(() -> others.findAllById(List.of("1"))));
		assertThat(others.readByRow("a")).hasSize(2);
		release.countDown();
		holder.join(TimeUnit.SECONDS.toMillis(60));
		hurried.inTransaction(() -> assertThat(others.findById("2")).isPresent());
		hurried.inTransaction(() -> assertThat(others.findAllById(List.of("2", "1", "9"))).extracting(Seat::id)
			.containsExactly("2", "1"));
	}

	@Test
	void conflictsIfARowThatItFindsWasChangedSinceTheSnapshot() throws Exception {
		assertThatExceptionOfType(WriteConflictException.class).isThrownBy(() -> this.store.inTransaction(() -> {
			assertThat(this.seats.readByRow("a")).hasSize(2);
			Thread other = new Thread(() -> this.store.template().save(new Seat("1", "a", "taken")));
			other.start();
			join(other);
			this.seats.findByRow("a");
		}))
			.withMessageContaining("was changed since this transaction began to read")
			.satisfies((ex) -> assertThat(LostRaces.isLostRace(ex)).isTrue());
		this.store.inTransaction(() -> assertThat(this.seats.queryFirstByRow("a")).map(Seat::state).contains("taken"));
	}

	@Test
	void locksRowsThatTheTransactionHasWrittenItself() {
		this.store.inTransaction(() -> {
			this.store.template().save(new Seat("1", "b", "taken"));
			this.store.template().insert(new Seat("3", "b", "free"));
			assertThat(this.seats.findByRow("b")).extracting(Seat::id).containsExactly("1", "3");
		});
		assertThat(this.seats.readByRow("b")).hasSize(2);
	}

	@Test
	void refusesALockOutsideATransactionAndWhereThereAreNoRows() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(() -> this.seats.findByRow("a"))
			.withMessageContaining("lock holds until the transaction ends, and there is none");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> new TitoRepositoryFactory(this.store.template()).getRepository(Counting.class))
			.withMessageContaining("is annotated with @Lock and returns long");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> new TitoRepositoryFactory(this.store.template()).getRepository(Streaming.class))
			.withMessageContaining("returns a stream");
	}

	private static void join(Thread thread) {
		try {
			thread.join(TimeUnit.SECONDS.toMillis(60));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	interface Seats extends TitoRepository<Seat, String> {

		@Override
		@Lock(LockMode.PESSIMISTIC_WRITE)
		Optional<Seat> findById(String id);

		@Override
		@Lock
		List<Seat> findAllById(Iterable<String> ids);

		@Lock
		List<Seat> findByRow(String row);

		@Lock
		Optional<Seat> queryFirstByRow(String row);

		List<Seat> readByRow(String row);

	}

	interface Counting extends TitoRepository<Seat, String> {

		@Lock
		long countByRow(String row);

	}

	interface Streaming extends TitoRepository<Seat, String> {

		@Lock
		Stream<Seat> findByRow(String row);

	}

	@TitoEntity("seat")
	@TitoIndex(name = "by_row", fields = "row")
	record Seat(@Id String id, String row, String state) {
	}

}
