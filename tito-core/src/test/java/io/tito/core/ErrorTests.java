package io.tito.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.client.CommitOutcome;
import io.tito.client.LockTimeoutException;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.embedded.fault.FaultAction;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.CommitOutcomeUnknownException;
import io.tito.transaction.DuplicateEntryException;
import io.tito.transaction.WriteConflictException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each error of the store, as an application sees it.
 */
class ErrorTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TestStore store;

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.template = this.store.template();
		this.template.insert(new Page("1", "one", null));
	}

	@Test
	void aWriteConflictIsAnOptimisticLockingFailureWorthARetry() {
		assertThatExceptionOfType(WriteConflictException.class).isThrownBy(() -> this.store.inTransaction(() -> {
			Page page = this.template.findById(Page.class, "1").orElseThrow();
			Transaction other = cluster.client().begin();
			cluster.rows("data:").forEach((entry) -> other.put(entry.key(), entry.value()));
			other.commit();
			this.template.save(page);
		}))
			.isInstanceOf(OptimisticLockingFailureException.class)
			.withMessageContaining("wrote " + cluster.namespace().name() + ":data:page")
			.withMessageEndingWith("Run the transaction again");
	}

	@Test
	void aStaleVersionIsAnOptimisticLockingFailurePointlessToRetry() {
		Page stale = this.template.findById(Page.class, "1").orElseThrow();
		this.template.save(stale);
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.template.save(stale))
			.isInstanceOf(OptimisticLockingFailureException.class)
			.withMessageEndingWith("read it again and decide anew");
	}

	@Test
	void aDuplicateNamesTheEntityAndTheIndex() {
		assertThatExceptionOfType(DuplicateEntryException.class)
			.isThrownBy(() -> this.template.insert(new Page("2", "one", null)))
			.withMessage(
					"Another row of 'page' has the value [one] in the unique index 'by_title'; nothing was written")
			.satisfies((ex) -> assertThat(ex.entity()).isEqualTo("page"));
	}

	@Test
	void aLockWaitThatIsOverIsACannotAcquireLock() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread holder = new Thread(() -> this.store.inTransaction(() -> {
			this.template.findByIdForUpdate(Page.class, "1");
			held.countDown();
			await(release);
		}));
		holder.start();
		await(held);
		TestStore hurried = TestStore.of(cluster);
		hurried.transactions().setLockWait(Duration.ZERO);
		assertThatExceptionOfType(CannotAcquireLockException.class)
			.isThrownBy(() -> hurried.inTransaction(() -> hurried.template().findByIdForUpdate(Page.class, "1")))
			.withCauseInstanceOf(LockTimeoutException.class)
			.withMessageContaining("Gave up waiting for transaction")
			.withMessageContaining("allow a longer wait");
		release.countDown();
		holder.join(TimeUnit.SECONDS.toMillis(60));
		hurried.inTransaction(() -> assertThat(hurried.template().findByIdForUpdate(Page.class, "1")).isPresent());
	}

	@Test
	void aStoreThatIsAwayIsATransientResourceFailure() {
		try (TitoClient impatient = cluster.connect(Duration.ofMillis(300))) {
			TestStore away = TestStore.of(impatient, cluster.namespace());
			cluster.faults().onEvery("KvGet", (request) -> true, FaultAction.dropBefore());
			assertThatExceptionOfType(TransientDataAccessResourceException.class)
				.isThrownBy(() -> away.template().findById(Page.class, "1"));
			cluster.faults().clear();
			assertThat(away.template().findById(Page.class, "1")).isPresent();
		}
	}

	@Test
	void aDeadlineThatHasPassedIsAQueryTimeout() {
		TransactionTemplate late = this.store.transactionTemplate();
		late.setTimeout(0);
		assertThatExceptionOfType(QueryTimeoutException.class)
			.isThrownBy(() -> late.execute((status) -> this.template.findById(Page.class, "1")))
			.withMessageContaining("timeout of PT0S is over")
			.withMessageEndingWith("Do less in it or give it more time");
	}

	@Test
	void aDamagedRowIsARetrievalFailureWithItsKey() {
		Transaction damaging = cluster.client().begin();
		cluster.rows("data:").forEach((entry) -> damaging.put(entry.key(), cut(entry.value())));
		damaging.commit();
		assertThatExceptionOfType(DataRetrievalFailureException.class)
			.isThrownBy(() -> this.template.findAll(Page.class))
			.withMessageContaining("The row of 'page' at " + cluster.namespace().name() + ":data:page")
			.withMessageEndingWith("see the cause, and mend the class or the row");
	}

	@Test
	void anUnknownCommitSaysSoAndFindsOutLater() {
		try (TitoClient impatient = cluster.connect(Duration.ofMillis(200))) {
			TestStore hurried = TestStore.of(impatient, cluster.namespace());
			hurried.transactions().setDefaultTimeout(1);
			CommitOutcomeUnknownException committed = unknown(hurried, FaultAction.dropAfter(), "2");
			assertThat(committed.probe()).isInstanceOf(CommitOutcome.Committed.class);
			assertThat(this.template.existsById(Page.class, "2")).isTrue();
			CommitOutcomeUnknownException aborted = unknown(hurried, FaultAction.dropBefore(), "3");
			assertThat(aborted.probe()).isInstanceOf(CommitOutcome.Aborted.class);
			assertThat(aborted.probe()).isInstanceOf(CommitOutcome.Aborted.class);
			assertThat(this.template.existsById(Page.class, "3")).isFalse();
			this.template.insert(new Page("3", "3", null));
			assertThat(this.template.existsById(Page.class, "3")).isTrue();
		}
	}

	private static CommitOutcomeUnknownException unknown(TestStore hurried, FaultAction fault, String id) {
		cluster.faults().onEvery("KvPrewrite", (request) -> true, fault);
		cluster.faults().onEvery("KvCheckTxnStatus", (request) -> true, FaultAction.dropBefore());
		CommitOutcomeUnknownException[] thrown = new CommitOutcomeUnknownException[1];
		assertThatExceptionOfType(CommitOutcomeUnknownException.class)
			.isThrownBy(() -> hurried.template().insert(new Page(id, id, null)))
			.isInstanceOf(TransactionSystemException.class)
			.withMessageContaining("probe() it before it is run again")
			.satisfies((ex) -> thrown[0] = ex);
		cluster.faults().clear();
		assertThat(thrown[0].start().physical()).isPositive();
		return thrown[0];
	}

	@Test
	void anOversizedRowOrKeyIsRefusedBeforeAnythingIsWritten() {
		this.store.inTransaction(() -> {
			TransactionTemplate nested = this.store.transactionTemplate();
			nested.setPropagationBehavior(TransactionTemplate.PROPAGATION_NESTED);
			assertThatExceptionOfType(DataIntegrityViolationException.class)
				.isThrownBy(() -> nested
					.execute((status) -> this.template.insert(new Page("big", "x".repeat(3000), "y".repeat(7 << 20)))))
				.withMessageContaining("Row 'big' of 'page' has 73")
				.withMessageEndingWith("bytes, at most 6291456 can be stored: split it into several rows");
			assertThatExceptionOfType(DataIntegrityViolationException.class)
				.isThrownBy(
						() -> nested.execute((status) -> this.template.insert(new Page("key", "x".repeat(5000), null))))
				.withMessageContaining("A key of 'page' has 50")
				.withMessageEndingWith(
						"at most 4096 can be stored: shorten the values of the index 'by_title' (row 'key')");
			assertThatExceptionOfType(DataIntegrityViolationException.class)
				.isThrownBy(
						() -> nested.execute((status) -> this.template.insert(new Page("k".repeat(5000), "x", null))))
				.withMessageContaining("shorten the id (row 'kkk");
		});
		assertThat(cluster.rows("")).hasSize(2);
	}

	private static byte[] cut(byte[] row) {
		return Arrays.copyOf(row, row.length - 2);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@TitoEntity("page")
	@TitoIndex(name = "by_title", fields = "title", unique = true)
	record Page(@Id String id, String title, @Nullable String body, @Version @Nullable Long version) {

		Page(String id, String title, @Nullable String body) {
			this(id, title, body, null);
		}

	}

}
