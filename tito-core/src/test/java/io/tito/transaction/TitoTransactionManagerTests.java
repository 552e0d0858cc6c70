package io.tito.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tito.client.CommitOutcome;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.InvalidIsolationLevelException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TitoTransactionManagerTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final byte[] ONE = { 1 };

	private static final byte[] TWO = { 2 };

	private final List<Integer> completions = new ArrayList<>();

	private TitoTransactionManager manager;

	private Key key;

	@BeforeEach
	void setUp() {
		this.manager = new TitoTransactionManager(cluster.client());
		this.key = cluster.namespace().key("data", "thing", "1");
	}

	@Test
	void commitsWhatWasWritten() {
		required().executeWithoutResult((status) -> {
			current().put(this.key, ONE);
			assertThat(current().get(this.key)).isEqualTo(ONE);
			assertThat(cluster.client().get(this.key)).isNull();
			recordCompletion();
		});
		assertThat(cluster.client().get(this.key)).isEqualTo(ONE);
		assertThat(this.completions).containsExactly(TransactionSynchronization.STATUS_COMMITTED);
		assertThat(this.manager.current()).isNull();
	}

	@Test
	void rollsBackWhenTheWorkFails() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> required().executeWithoutResult((status) -> {
				current().put(this.key, ONE);
				recordCompletion();
				throw new IllegalStateException("refused");
			}))
			.withMessage("refused");
		assertThat(cluster.client().get(this.key)).isNull();
		assertThat(this.completions).containsExactly(TransactionSynchronization.STATUS_ROLLED_BACK);
	}

	@Test
	void rollsBackWhenOnePartFails() {
		assertThatExceptionOfType(UnexpectedRollbackException.class)
			.isThrownBy(() -> required().executeWithoutResult((status) -> {
				current().put(this.key, ONE);
				assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> this.manager.execute((inner) -> {
						throw new IllegalStateException("part");
					}));
			}));
		assertThat(cluster.client().get(this.key)).isNull();
	}

	@Test
	void joinsTheTransactionOfTheThread() {
		required().executeWithoutResult((status) -> {
			Transaction outer = current();
			required().executeWithoutResult((inner) -> assertThat(current()).isSameAs(outer));
			assertThat(this.manager.<Transaction>execute((joined) -> joined)).isSameAs(outer);
		});
	}

	@Test
	void runsAnIndependentTransactionInside() {
		Key other = this.key.append("2");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> required().executeWithoutResult((status) -> {
				current().put(this.key, ONE);
				assertThat(current().get(other)).isNull();
				template(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult((inner) -> {
					assertThat(current().get(this.key)).isNull();
					current().put(other, TWO);
				});
				assertThat(current().get(this.key)).isEqualTo(ONE);
				assertThat(current().get(other)).as("committed after the snapshot of the outer one").isNull();
				throw new IllegalStateException("outer");
			}));
		assertThat(cluster.client().get(this.key)).isNull();
		assertThat(cluster.client().get(other)).isEqualTo(TWO);
	}

	@Test
	void takesItsSnapshotAtTheFirstReadWhateverItHasWritten() {
		Key other = this.key.append("2");
		required().executeWithoutResult((status) -> {
			current().put(this.key, ONE);
			template(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
				.executeWithoutResult((inner) -> current().put(other, TWO));
			assertThat(current().get(other)).isEqualTo(TWO);
		});
		assertThat(cluster.client().get(this.key)).isEqualTo(ONE);
	}

	@Test
	void asksForTimestampsOnceIfItOnlyWrites() {
		cluster.client().timestamp();
		long before = cluster.faults().requests().get("Tso");
		required().executeWithoutResult((status) -> current().put(this.key, ONE));
		assertThat(cluster.faults().requests().get("Tso") - before).isEqualTo(1);
	}

	@Test
	void suspendsTheTransactionForWorkWithoutOne() {
		required().executeWithoutResult((status) -> {
			Transaction outer = current();
			template(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
				.executeWithoutResult((inner) -> assertThat(this.manager.current()).isNull());
			assertThat(current()).isSameAs(outer);
		});
	}

	@Test
	void readsAtOneSnapshot() {
		put(this.key, ONE);
		readOnly().executeWithoutResult((status) -> {
			assertThat(current().get(this.key)).isEqualTo(ONE);
			put(this.key, TWO);
			assertThat(current().get(this.key)).isEqualTo(ONE);
		});
		assertThat(cluster.client().get(this.key)).isEqualTo(TWO);
	}

	@Test
	void refusesWritesInAReadOnlyTransaction() {
		readOnly().executeWithoutResult((status) -> {
			assertThat(this.manager.isReadOnly()).isTrue();
			List<Runnable> writes = List.of(() -> current().put(this.key, ONE), () -> current().insert(this.key, ONE),
					() -> current().delete(this.key), () -> current().lock(this.key),
					() -> current().onCommit((base, more) -> more.put(this.key, ONE)));
			writes.forEach((write) -> assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
				.isThrownBy(write::run)
				.withMessageContaining("read-only")
				.withMessageContaining("REQUIRES_NEW"));
		});
		assertThat(this.manager.isReadOnly()).isFalse();
		assertThat(cluster.client().get(this.key)).isNull();
	}

	@Test
	void throwsAConflictAsNotCommitted() {
		assertThatExceptionOfType(WriteConflictException.class)
			.isThrownBy(() -> required().executeWithoutResult((status) -> {
				current().get(this.key);
				current().put(this.key, ONE);
				put(this.key, TWO);
				recordCompletion();
			}))
			.withMessageContaining("Run the transaction again")
			.satisfies((ex) -> assertThat(ex.key()).isEqualTo(this.key));
		assertThat(this.completions).containsExactly(TransactionSynchronization.STATUS_ROLLED_BACK);
		assertThat(cluster.client().get(this.key)).isEqualTo(TWO);
	}

	@Test
	void throwsAnAbortAsWorthARepetition() {
		assertThatExceptionOfType(TransactionAbortedException.class)
			.isThrownBy(() -> required().executeWithoutResult((status) -> {
				current().put(this.key, ONE);
				current().commitBefore(current().timestamp());
				recordCompletion();
			}))
			.isInstanceOf(ConcurrencyFailureException.class);
		assertThat(this.completions).containsExactly(TransactionSynchronization.STATUS_ROLLED_BACK);
		assertThat(cluster.client().get(this.key)).isNull();
	}

	@Test
	void leavesAnUnknownOutcomeOpen() {
		cluster.faults().onEvery("KvPrewrite", (request) -> true, FaultAction.dropAfter());
		cluster.faults().onEvery("KvCheckTxnStatus", (request) -> true, FaultAction.dropBefore());
		TitoClient impatient = cluster.connect(Duration.ofMillis(200));
		TitoTransactionManager hurried = new TitoTransactionManager(impatient);
		hurried.setDefaultTimeout(1);
		List<Timestamp> start = new ArrayList<>();
		assertThatExceptionOfType(CommitOutcomeUnknownException.class)
			.isThrownBy(() -> hurried.execute((transaction) -> {
				transaction.put(this.key, ONE);
				start.add(transaction.timestamp());
				recordCompletion();
				return true;
			}))
			.withMessageContaining("probe()")
			.satisfies((ex) -> assertThat(ex.start()).isEqualTo(start.get(0)))
			.satisfies((ex) -> {
				cluster.faults().clear();
				assertThat(ex.probe()).isInstanceOf(CommitOutcome.Committed.class);
			});
		assertThat(this.completions).containsExactly(TransactionSynchronization.STATUS_UNKNOWN);
		assertThat(cluster.client().get(this.key)).isEqualTo(ONE);
		impatient.close();
	}

	@Test
	void endsAtItsTimeout() {
		TransactionHolder holder = new TransactionHolder(cluster.client(), false, Duration.ZERO);
		assertThatExceptionOfType(QueryTimeoutException.class).isThrownBy(holder::transaction)
			.withMessageContaining("timeout of PT0S is over");
		assertThat(holder.isRollbackOnly()).isTrue();
		TransactionHolder patient = new TransactionHolder(cluster.client(), false, Duration.ofMinutes(1));
		assertThat(patient.options().timeout()).isLessThanOrEqualTo(Duration.ofMinutes(1))
			.isGreaterThan(Duration.ofSeconds(30));
		assertThat(new TransactionHolder(cluster.client(), false, null).options().timeout())
			.isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void rollsBackAtItsTimeout() {
		TransactionTemplate late = required();
		late.setTimeout(0);
		assertThatExceptionOfType(QueryTimeoutException.class).isThrownBy(() -> late.executeWithoutResult((status) -> {
			recordCompletion();
			current();
		}));
		assertThat(this.completions).containsExactly(TransactionSynchronization.STATUS_ROLLED_BACK);
	}

	@Test
	void hasNoTransactionInCallbacksAfterTheCommit() {
		List<Object> seen = new ArrayList<>();
		required().executeWithoutResult((status) -> {
			current().put(this.key, ONE);
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
				@Override
				public void afterCommit() {
					seen.add(TitoTransactionManagerTests.this.manager.current() == null);
					assertThatExceptionOfType(IllegalTransactionStateException.class)
						.isThrownBy(() -> TitoTransactionManagerTests.this.manager.execute((ended) -> ended))
						.withMessageContaining("REQUIRES_NEW");
					template(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
						.executeWithoutResult((fresh) -> seen.add(current().get(TitoTransactionManagerTests.this.key)));
				}
			});
		});
		assertThat(seen).containsExactly(true, ONE);
	}

	@Test
	void refusesWhatTheStoreDoesNotOffer() {
		TransactionTemplate serializable = required();
		serializable.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
		assertThatExceptionOfType(InvalidIsolationLevelException.class)
			.isThrownBy(() -> serializable.executeWithoutResult((status) -> current()))
			.withMessageContaining("REPEATABLE_READ");
		assertThat(this.manager.current()).isNull();
	}

	@Test
	void asksTheStoreForNothingIfNothingIsDone() {
		cluster.client().timestamp();
		long before = cluster.faults().requests().get("Tso.timestamps");
		required().executeWithoutResult((status) -> assertThat(this.manager.isReadOnly()).isFalse());
		assertThat(cluster.faults().requests().get("Tso.timestamps")).isEqualTo(before);
		required().executeWithoutResult((status) -> current().timestamp());
		assertThat(cluster.faults().requests().get("Tso.timestamps")).isGreaterThan(before);
	}

	private void put(Key where, byte[] value) {
		Transaction transaction = cluster.client().begin();
		transaction.put(where, value);
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
	}

	private Transaction current() {
		Transaction current = this.manager.current();
		assertThat(current).isNotNull();
		return current;
	}

	private void recordCompletion() {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
			@Override
			public void afterCompletion(int status) {
				TitoTransactionManagerTests.this.completions.add(status);
			}
		});
	}

	private TransactionTemplate required() {
		return template(TransactionDefinition.PROPAGATION_REQUIRED);
	}

	private TransactionTemplate readOnly() {
		TransactionTemplate template = required();
		template.setReadOnly(true);
		return template;
	}

	private TransactionTemplate template(int propagation) {
		TransactionTemplate template = new TransactionTemplate(this.manager);
		template.setPropagationBehavior(propagation);
		return template;
	}

}
