package io.tito.transaction;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Role;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TransactionRetryTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private AnnotationConfigApplicationContext context;

	private Counter counter;

	private Probe probe;

	@BeforeEach
	void setUp() {
		this.context = new AnnotationConfigApplicationContext();
		this.context.registerBean("titoTransactionManager", TitoTransactionManager.class,
				() -> new TitoTransactionManager(cluster.client()));
		this.context.register(Application.class);
		this.context.refresh();
		this.counter = this.context.getBean(Counter.class);
		this.probe = this.context.getBean(Probe.class);
		this.probe.key = cluster.namespace().key("data", "counter", "1");
	}

	@AfterEach
	void tearDown() {
		this.context.close();
	}

	@Test
	void runsALostRaceAgainInANewTransaction() {
		this.probe.interferences = 2;
		this.counter.twiceMore();
		assertThat(this.probe.attempts).hasSize(3).doesNotHaveDuplicates();
		assertThat(value()).isEqualTo((byte) 3);
	}

	@Test
	void throwsTheConflictWhenAllRetriesAreSpent() {
		this.probe.interferences = 3;
		assertThatExceptionOfType(WriteConflictException.class).isThrownBy(this.counter::twiceMore)
			.isInstanceOf(OptimisticLockingFailureException.class);
		assertThat(this.probe.attempts).hasSize(3);
	}

	@Test
	void runsOnceWithoutRetries() {
		this.probe.interferences = 1;
		assertThatExceptionOfType(WriteConflictException.class).isThrownBy(this.counter::once);
		assertThat(this.probe.attempts).hasSize(1);
	}

	@Test
	void leavesTheRepetitionToTheOutermostTransaction() {
		this.probe.interferences = 1;
		TransactionTemplate outer = new TransactionTemplate(this.context.getBean(TitoTransactionManager.class));
		assertThatExceptionOfType(WriteConflictException.class)
			.isThrownBy(() -> outer.executeWithoutResult((status) -> this.counter.twiceMore()));
		assertThat(this.probe.attempts).hasSize(1);
	}

	@Test
	void doesNotRepeatOtherFailures() {
		assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(this.counter::failing);
		assertThat(this.probe.attempts).hasSize(1);
	}

	@Test
	void takesTheRetriesOfTheClass() {
		this.probe.interferences = 1;
		this.context.getBean(Counter.OfTheClass.class).increment();
		assertThat(this.probe.attempts).hasSize(2);
	}

	@Test
	void waitsLongerFromAttemptToAttempt() {
		List<Integer> pauses = new ArrayList<>();
		LostRaces races = new LostRaces(pauses::add);
		assertThatExceptionOfType(TransactionAbortedException.class).isThrownBy(() -> races.run(3, () -> {
			throw new TransactionAbortedException("slow");
		}));
		assertThat(pauses).containsExactly(1, 2, 3);
	}

	private byte value() {
		return cluster.client().get(this.probe.key)[0];
	}

	static class Probe {

		private final List<Transaction> attempts = new ArrayList<>();

		private Key key;

		private int interferences;

	}

	static class Counter {

		private final TitoTransactionManager manager;

		private final Probe probe;

		Counter(TitoTransactionManager manager, Probe probe) {
			this.manager = manager;
			this.probe = probe;
		}

		@TitoTransactional(retries = 2)
		public void twiceMore() {
			increment();
		}

		@TitoTransactional
		public void once() {
			increment();
		}

		@TitoTransactional(retries = 2)
		public void failing() {
			this.probe.attempts.add(this.manager.current());
			throw new OptimisticLockingFailureException("stale");
		}

		public void increment() {
			Transaction current = this.manager.current();
			this.probe.attempts.add(current);
			byte[] before = current.get(this.probe.key);
			current.put(this.probe.key, new byte[] { (byte) ((before != null) ? before[0] + 1 : 1) });
			if (this.probe.interferences-- > 0) {
				Transaction other = cluster.client().begin();
				byte[] stored = other.get(this.probe.key);
				other.put(this.probe.key, new byte[] { (byte) ((stored != null) ? stored[0] + 1 : 1) });
				other.commit();
			}
		}

		@TitoTransactional(retries = 1)
		static class OfTheClass extends Counter {

			OfTheClass(TitoTransactionManager manager, Probe probe) {
				super(manager, probe);
			}

			@Override
			public void increment() {
				super.increment();
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Application {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static TransactionRetryAdvisor titoTransactionRetryAdvisor() {
			return new TransactionRetryAdvisor();
		}

		@Bean
		Probe probe() {
			return new Probe();
		}

		@Bean
		@Primary
		Counter counter(TitoTransactionManager manager, Probe probe) {
			return new Counter(manager, probe);
		}

		@Bean
		Counter.OfTheClass counterOfTheClass(TitoTransactionManager manager, Probe probe) {
			return new Counter.OfTheClass(manager, probe);
		}

	}

}
