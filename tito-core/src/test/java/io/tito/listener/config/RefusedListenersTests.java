package io.tito.listener.config;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.tito.annotation.TitoListener;
import io.tito.listener.container.DuplicateListenerException;
import io.tito.listener.container.InvalidListenerException;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.testing.OtherStore;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RefusedListenersTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void refusesTwoListenersOfOneTypeAndGroup() {
		assertThatExceptionOfType(DuplicateListenerException.class)
			.isThrownBy(() -> ListenerApplication.start(cluster, Twice.class).close())
			.withMessageContaining("Twice.one")
			.withMessageContaining("Twice.two")
			.withMessageContaining("another group");
	}

	@Test
	void saysAllThatIsWrongWithAllListenersBeforeAnyIsRegistered() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> ListenerApplication.start(cluster, Faulty.class).close())
			.satisfies((thrown) -> assertThat(thrown.faults()).hasSize(5)
				.anyMatch((fault) -> fault.startsWith("Faulty.one") && fault.contains("concurrency is 'many'"))
				.anyMatch((fault) -> fault.startsWith("Faulty.one") && fault.contains("retry.max-attempts"))
				.anyMatch((fault) -> fault.startsWith("Faulty.one") && fault.contains("0-3,7, not '3-1'"))
				.anyMatch((fault) -> fault.startsWith("Faulty.two") && fault.contains("make it a List"))
				.anyMatch((fault) -> fault.startsWith("Faulty.three") && fault.contains("a:b")));
		assertThat(cluster.rows("group:")).isEmpty();
	}

	@Test
	void refusesAPartitionThatTheTypeDoesNotHave() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> ListenerApplication.start(cluster, TooFar.class).close())
			.withMessageContaining("TooFar.on")
			.withMessageContaining("partition 4")
			.withMessageContaining("0 to 3");
		assertThat(cluster.rows("group:")).isEmpty();
	}

	@Test
	void refusesANameThatCannotBeStored() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> ListenerApplication.start(cluster, BadName.class).close())
			.withMessageContaining("BadName.on")
			.withMessageContaining("a:b");
	}

	@Test
	void refusesAMethodThatWorksOnAfterItReturned() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> ListenerApplication.start(cluster, Later.class).close())
			.withMessageContaining("CompletableFuture")
			.withMessageContaining("wait for the result");
	}

	@Test
	void refusesATransactionThatMeansAnotherStore() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(
					() -> ListenerApplication.start(cluster, OtherTransaction.class, OtherTransactions.class).close())
			.withMessageContaining("OtherTransaction.on")
			.withMessageContaining("@TitoTransactional");
	}

	@Test
	void acceptsATransactionThatMeansThisStore() {
		try (AnnotationConfigApplicationContext context = ListenerApplication.start(cluster, OtherTransaction.class)) {
			assertThat(context.getBean(TitoListenerContainerRegistry.class).listeners()).hasSize(1);
		}
	}

	static class Twice {

		@TitoListener(type = "order", group = "shipping")
		void one(Order order) {
		}

		@TitoListener(type = "order", group = "shipping")
		void two(Order order) {
		}

	}

	static class Faulty {

		@TitoListener(type = "order", concurrency = "many", maxAttempts = "0", partitions = "3-1")
		void one(Order order) {
		}

		@TitoListener(type = "order", group = "two", batch = true)
		void two(Order order) {
		}

		@TitoListener(type = "a:b")
		void three(Order order) {
		}

	}

	static class TooFar {

		@TitoListener(type = "order", partitions = "2-4")
		void on(Order order) {
		}

	}

	static class BadName {

		@TitoListener(type = "a:b")
		void on(Order order) {
		}

	}

	static class Later {

		@TitoListener(type = "order")
		CompletableFuture<Void> on(Order order) {
			return new CompletableFuture<>();
		}

	}

	static class OtherTransaction {

		@Transactional
		@TitoListener(type = "order", transactional = true)
		void on(Order order) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherTransactions {

		@Bean
		@Primary
		PlatformTransactionManager otherTransactions() {
			return new OtherStore();
		}

	}

}
