package io.tito.transaction;

import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Each of the seven propagations, with a transaction around it and without one.
 */
class PropagationTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TitoTransactionManager manager;

	private Key key;

	@BeforeEach
	void setUp() {
		this.manager = new TitoTransactionManager(cluster.client());
		this.key = Key.of(cluster.namespace().name() + ":key");
	}

	@ParameterizedTest
	@EnumSource(names = { "REQUIRED", "REQUIRES_NEW", "NESTED" })
	void beginsATransactionIfThereIsNone(Propagation propagation) {
		with(propagation).executeWithoutResult((status) -> {
			assertThat(status.isNewTransaction()).isTrue();
			write("a");
		});
		assertThat(written("a")).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "SUPPORTS", "NOT_SUPPORTED", "NEVER" })
	void runsWithoutATransactionIfThereIsNone(Propagation propagation) {
		with(propagation).executeWithoutResult((status) -> assertThat(this.manager.current()).isNull());
	}

	@Test
	void mandatoryRefusesToRunWithoutATransaction() {
		assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> with(Propagation.MANDATORY).executeWithoutResult((status) -> write("a")))
			.withMessageContaining("mandatory");
	}

	@Test
	void neverRefusesToRunWithinATransaction() {
		with(Propagation.REQUIRED).executeWithoutResult((outer) -> {
			assertThatExceptionOfType(IllegalTransactionStateException.class)
				.isThrownBy(() -> with(Propagation.NEVER).executeWithoutResult((status) -> write("a")))
				.withMessageContaining("never");
			write("b");
		});
		assertThat(written("b")).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "REQUIRED", "SUPPORTS", "MANDATORY" })
	void joinsTheTransactionAround(Propagation propagation) {
		with(Propagation.REQUIRED).executeWithoutResult((outer) -> {
			Transaction around = this.manager.current();
			with(propagation).executeWithoutResult((status) -> {
				assertThat(this.manager.current()).isSameAs(around);
				assertThat(status.isNewTransaction()).isFalse();
				write("a");
			});
			outer.setRollbackOnly();
		});
		assertThat(written("a")).isFalse();
	}

	@Test
	void requiresNewCommitsWhateverBecomesOfTheTransactionAround() {
		with(Propagation.REQUIRED).executeWithoutResult((outer) -> {
			write("a");
			with(Propagation.REQUIRES_NEW).executeWithoutResult((status) -> write("b"));
			outer.setRollbackOnly();
		});
		assertThat(written("a")).isFalse();
		assertThat(written("b")).isTrue();
	}

	@Test
	void notSupportedSuspendsTheTransactionAround() {
		with(Propagation.REQUIRED).executeWithoutResult((outer) -> {
			Transaction around = this.manager.current();
			with(Propagation.NOT_SUPPORTED)
				.executeWithoutResult((status) -> assertThat(this.manager.current()).isNull());
			assertThat(this.manager.current()).isSameAs(around);
		});
	}

	@Test
	void nestedTakesBackItsOwnPartOnly() {
		with(Propagation.REQUIRED).executeWithoutResult((outer) -> {
			write("a");
			assertThatIllegalStateException()
				.isThrownBy(() -> with(Propagation.NESTED).executeWithoutResult((status) -> {
					write("b");
					throw new IllegalStateException("part");
				}));
		});
		assertThat(written("a")).isTrue();
		assertThat(written("b")).isFalse();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "MANDATORY", "SUPPORTS", "NOT_SUPPORTED", "NEVER" })
	void rollsBackWhatFails(Propagation propagation) {
		assertThatIllegalStateException().isThrownBy(() -> with(propagation).executeWithoutResult((status) -> {
			write("a");
			throw new IllegalStateException("all");
		}));
		assertThat(written("a")).isFalse();
	}

	private TransactionTemplate with(Propagation propagation) {
		TransactionTemplate template = new TransactionTemplate(this.manager);
		template.setPropagationBehavior(propagation.value());
		return template;
	}

	private void write(String what) {
		this.manager.current().put(this.key.append(what), new byte[] { 1 });
	}

	private boolean written(String what) {
		return cluster.client().get(this.key.append(what)) != null;
	}

}
