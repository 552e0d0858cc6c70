package io.tito.transaction;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Savepoints and what is found before the commit.
 */
class NestedTransactionTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final byte[] ONE = { 1 };

	private static final byte[] TWO = { 2 };

	private TitoTransactionManager manager;

	private Key key;

	private Key other;

	@BeforeEach
	void setUp() {
		this.manager = new TitoTransactionManager(cluster.client());
		this.key = cluster.namespace().key("data", "thing", "1");
		this.other = cluster.namespace().key("data", "thing", "2");
	}

	@Test
	void rollsBackTheNestedPartOnly() {
		required().executeWithoutResult((status) -> {
			current().put(this.key, ONE);
			assertThatIllegalStateException().isThrownBy(() -> nested().executeWithoutResult((inner) -> {
				current().put(this.key, TWO);
				current().put(this.other, TWO);
				throw new IllegalStateException("part");
			}));
			assertThat(current().get(this.key)).isEqualTo(ONE);
		});
		assertThat(cluster.client().get(this.key)).isEqualTo(ONE);
		assertThat(cluster.client().get(this.other)).isNull();
	}

	@Test
	void commitsANestedPartWithTheWhole() {
		required().executeWithoutResult((status) -> {
			nested().executeWithoutResult((inner) -> current().put(this.key, ONE));
			assertThat(cluster.client().get(this.key)).isNull();
		});
		assertThat(cluster.client().get(this.key)).isEqualTo(ONE);
	}

	@Test
	void beginsATransactionIfThereIsNone() {
		nested().executeWithoutResult((status) -> current().put(this.key, ONE));
		assertThat(cluster.client().get(this.key)).isEqualTo(ONE);
	}

	@Test
	void goesOnAfterAJoinedPartOfTheNestedOneFailed() {
		required().executeWithoutResult((status) -> {
			current().put(this.key, ONE);
			assertThatIllegalStateException()
				.isThrownBy(() -> nested().executeWithoutResult((inner) -> required().executeWithoutResult((joined) -> {
					current().put(this.other, TWO);
					throw new IllegalStateException("joined");
				})));
		});
		assertThat(cluster.client().get(this.key)).isEqualTo(ONE);
		assertThat(cluster.client().get(this.other)).isNull();
	}

	@Test
	void givesUpTheWholeTransactionAfterADeadlock() throws Exception {
		CountDownLatch bothHold = new CountDownLatch(2);
		int[] victims = new int[1];
		Runnable one = () -> lockBoth(this.key, this.other, bothHold, victims);
		Runnable two = () -> lockBoth(this.other, this.key, bothHold, victims);
		Thread first = new Thread(one);
		Thread second = new Thread(two);
		first.start();
		second.start();
		first.join(TimeUnit.SECONDS.toMillis(60));
		second.join(TimeUnit.SECONDS.toMillis(60));
		assertThat(first.isAlive() || second.isAlive()).isFalse();
		assertThat(victims[0]).isEqualTo(1);
	}

	private void lockBoth(Key mine, Key theirs, CountDownLatch bothHold, int[] victims) {
		try {
			required().executeWithoutResult((status) -> {
				current().getForUpdate(mine);
				current().put(mine, ONE);
				bothHold.countDown();
				await(bothHold);
				try {
					nested().executeWithoutResult((inner) -> translated(() -> current().getForUpdate(theirs)));
				}
				catch (CannotAcquireLockException ex) {
					assertThat(LostRaces.isLostRace(ex)).isTrue();
				}
			});
		}
		catch (UnexpectedRollbackException ex) {
			synchronized (victims) {
				victims[0]++;
			}
		}
	}

	@Test
	void findsATakenKeyWhenItIsFlushed() {
		required().executeWithoutResult((status) -> current().put(this.key, ONE));
		required().executeWithoutResult((status) -> {
			this.manager.flush();
			assertThatExceptionOfType(DuplicateEntryException.class)
				.isThrownBy(() -> nested().executeWithoutResult((inner) -> {
					current().insert(this.key, TWO);
					this.manager.flush();
				}))
				.withMessage("A row of 'thing' with this id exists already; nothing was written");
			current().insert(this.other, TWO);
			status.flush();
		});
		assertThat(cluster.client().get(this.key)).isEqualTo(ONE);
		assertThat(cluster.client().get(this.other)).isEqualTo(TWO);
		assertThatExceptionOfType(DuplicateEntryException.class)
			.isThrownBy(() -> required().executeWithoutResult((status) -> {
				current().insert(this.key, TWO);
				status.flush();
			}));
		this.manager.flush();
	}

	private static void translated(Runnable work) {
		try {
			work.run();
		}
		catch (TitoClientException ex) {
			throw TitoExceptionTranslator.translate(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Transaction current() {
		return this.manager.current();
	}

	private TransactionTemplate required() {
		return new TransactionTemplate(this.manager);
	}

	private TransactionTemplate nested() {
		TransactionTemplate template = new TransactionTemplate(this.manager);
		template.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		return template;
	}

}
