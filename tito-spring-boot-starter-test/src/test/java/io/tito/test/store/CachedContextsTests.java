package io.tito.test.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.tito.cluster.ClusterMember;
import io.tito.core.TitoOperations;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.EventLogOperations;
import io.tito.test.AutoConfigureTito;
import io.tito.test.event.PublishedEvents;
import io.tito.test.listener.ListenerMode;
import io.tito.test.listener.TestListeners;
import io.tito.test.orders.Checkout;
import io.tito.test.orders.Order;
import io.tito.test.orders.OrdersApplication;
import io.tito.test.orders.Shipment;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test classes whose contexts are cached, paused while others run, and resumed: run as
 * JUnit runs them, one after the other and several times.
 */
class CachedContextsTests {

	private static final int ROUNDS = 4;

	private static final Pattern OF_LISTENERS = Pattern
		.compile("tito-(listener|poller|cluster|handler-timeout|index|lease|retention)");

	private static final Pattern OF_SERVER_AND_CLIENT = Pattern.compile("tito-(client|embedded)");

	@Test
	void loseNothingWhileTheyArePausedAndDoNotSeeEachOther() throws Exception {
		Run manual = new Run(Manual.class);
		Run running = new Run(Running.class);
		for (int round = 1; round <= ROUNDS; round++) {
			int expected = round;
			manual.test((context) -> {
				assertThat(running.isPaused()).isTrue();
				PublishedEvents events = context.getBean(PublishedEvents.class);
				Order order = place(context, "manual", expected);
				assertThat(events).containsExactlyPayloads(order);
				if (running.context != null) {
					// published to a paused application, by nobody of this test
					place(running.context, "paused", expected);
					assertThat(events).containsExactlyPayloads(order);
				}
				context.getBean(TestListeners.class).drain().assertNothingWaits();
				assertThat(shipped(context)).hasSize(expected);
			});
			running.test((context) -> {
				assertThat(manual.isPaused()).isTrue();
				place(context, "running", expected);
				await().untilAsserted(() -> assertThat(shipped(context)).hasSize(2 * expected - 1));
				assertThat(shipped(context)).filteredOn((shipment) -> shipment.customer().equals("paused"))
					.hasSize(expected - 1);
				assertThat(context.getBean(PublishedEvents.class).ofType("order").withKey("running").count())
					.isEqualTo(1);
			});
		}
		assertThat(manual.contexts()).isEqualTo(1);
		assertThat(running.contexts()).isEqualTo(1);
		assertThat(deadLetters(running.context())).isZero();
	}

	@Test
	void leaveNoThreadBehind() throws Exception {
		Run dirty = new Run(Dirty.class);
		Run other = new Run(Running.class);
		Map<String, Long> first = new TreeMap<>();
		for (int round = 1; round <= ROUNDS; round++) {
			other.test((context) -> context.getBean(TestListeners.class).drain());
			dirty.test((context) -> {
				place(context, "ann", 1);
				context.getBean(TestListeners.class).drain();
				assertThat(shipped(context)).as("a new context with a store of its own").hasSize(1);
			});
			// one context is paused now, the other closed
			await().untilAsserted(() -> assertThat(threads(OF_LISTENERS)).isEmpty());
			if (round == 1) {
				first.putAll(threads(OF_SERVER_AND_CLIENT));
			}
		}
		await().untilAsserted(() -> threads(OF_SERVER_AND_CLIENT)
			.forEach((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(first.getOrDefault(name, 0L))));
		assertThat(dirty.contexts()).isEqualTo(ROUNDS);
	}

	private static Order place(ApplicationContext context, String customer, long amount) {
		return context.getBean(Checkout.class).place(customer, amount);
	}

	private static List<Shipment> shipped(ApplicationContext context) {
		return List.copyOf(context.getBean(TitoOperations.class).findAll(Shipment.class));
	}

	private static long deadLetters(ApplicationContext context) {
		return context.getBean(EventLogOperations.class).lag("order", "shipping").deadLetters();
	}

	/**
	 * How many threads there are, by their names without numbers.
	 */
	private static Map<String, Long> threads(Pattern names) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map((thread) -> thread.getName().replaceAll("[0-9]+", ""))
			.filter((name) -> names.matcher(name).lookingAt())
			.collect(Collectors.groupingBy((name) -> name, TreeMap::new, Collectors.counting()));
	}

	@FunctionalInterface
	private interface Body {

		void run(ApplicationContext context) throws Exception;

	}

	/**
	 * Runs a test class as JUnit does.
	 */
	private static final class Run {

		private final Class<?> test;

		private ApplicationContext context;

		private int contexts;

		Run(Class<?> test) {
			this.test = test;
		}

		void test(Body body) throws Exception {
			TestContextManager manager = new TestContextManager(this.test);
			Object instance = this.test.getDeclaredConstructor().newInstance();
			manager.beforeTestClass();
			manager.prepareTestInstance(instance);
			manager.beforeTestMethod(instance, this.test.getDeclaredMethod("test"));
			ApplicationContext used = manager.getTestContext().getApplicationContext();
			this.contexts += (used == this.context) ? 0 : 1;
			this.context = used;
			body.run(used);
			manager.afterTestMethod(instance, this.test.getDeclaredMethod("test"), null);
			manager.afterTestClass();
		}

		boolean isPaused() {
			if (this.context == null || !((ConfigurableApplicationContext) this.context).isActive()) {
				return true;
			}
			TitoListenerContainerRegistry registry = this.context.getBean(TitoListenerContainerRegistry.class);
			return !registry.isRunning() && registry.ownedPartitions().isEmpty()
					&& !this.context.getBean(TestListeners.class).isRunning()
					&& !this.context.getBean(ClusterMember.class).isLive();
		}

		int contexts() {
			return this.contexts;
		}

		ApplicationContext context() {
			return this.context;
		}

	}

	@SpringBootTest(classes = OrdersApplication.class, properties = "context=manual")
	@AutoConfigureTito
	static class Manual {

		void test() {
		}

	}

	@SpringBootTest(classes = OrdersApplication.class, properties = "context=running")
	@AutoConfigureTito(listeners = ListenerMode.RUNNING)
	static class Running {

		void test() {
		}

	}

	@SpringBootTest(classes = OrdersApplication.class, properties = "context=dirty")
	@AutoConfigureTito
	@DirtiesContext
	static class Dirty {

		void test() {
		}

	}

}
