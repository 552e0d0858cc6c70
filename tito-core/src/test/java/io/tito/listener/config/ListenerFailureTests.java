package io.tito.listener.config;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.tito.annotation.TitoListener;
import io.tito.listener.BatchListenerFailedException;
import io.tito.listener.RejectEventException;
import io.tito.log.EventLogOperations;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class ListenerFailureTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@ParameterizedTest
	@ValueSource(classes = { Partial.class, PartialTransaction.class })
	void batchThatFailsAtAnElementIsDoneBeforeItAndComesAgainBehindIt(Class<? extends Partial> listener)
			throws Exception {
		try (AnnotationConfigApplicationContext context = ListenerApplication.start(cluster, listener)) {
			List<OutboundEvent> events = IntStream.rangeClosed(1, 6)
				.mapToObj((i) -> OutboundEvent.of("order", "key" + i % 2, new Order("" + i, i)).toPartition(0))
				.toList();
			context.getBean(Outbox.class).publishAll(events);
			Partial partial = context.getBean(listener);
			assertThat(partial.done.await(20, TimeUnit.SECONDS)).as("got %s", partial.got).isTrue();
			EventLogOperations operations = context.getBean(EventLogOperations.class);
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (operations.lag("order", "shop").pending() + operations.lag("order", "shop").parked() > 0) {
				assertThat(System.nanoTime()).isLessThan(end);
			}

			assertThat(partial.effects).containsExactlyInAnyOrder("1", "2", "4", "5", "6")
				.containsSubsequence("1", "5")
				.containsSubsequence("2", "4", "6");
			assertThat(operations.deadLetters("order", "shop", 10)).singleElement().satisfies((letter) -> {
				assertThat(new String(letter.event().payload())).contains("\"3\"");
				assertThat(letter.error()).isEqualTo(RejectEventException.class.getName() + ": no");
				assertThat(letter.attempts()).isEqualTo(1);
			});
		}
	}

	@Test
	void parksWhatItCannotRead() throws Exception {
		try (AnnotationConfigApplicationContext context = ListenerApplication.start(cluster, Unreadable.class)) {
			context.getBean(Outbox.class).publish(OutboundEvent.of("order", "ann", "no order"));
			context.getBean(Outbox.class).publish(OutboundEvent.of("order", "bob", new Order("1", 1)));
			Unreadable listener = context.getBean(Unreadable.class);
			assertThat(listener.done.await(20, TimeUnit.SECONDS)).isTrue();
			EventLogOperations operations = context.getBean(EventLogOperations.class);
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (operations.lag("order", "shop").parked() != 1) {
				assertThat(System.nanoTime()).isLessThan(end);
			}

			assertThat(listener.references).containsExactly("1");
			assertThat(operations.lag("order", "shop").deadLetters()).isZero();
		}
	}

	static class Partial {

		final List<List<String>> got = new CopyOnWriteArrayList<>();

		final List<String> effects = new CopyOnWriteArrayList<>();

		final CountDownLatch done = new CountDownLatch(1);

		@TitoListener(type = "order", batch = true)
		void on(List<Order> orders) {
			List<String> references = orders.stream().map(Order::reference).toList();
			this.got.add(references);
			int bad = references.indexOf("3");
			if (bad >= 0) {
				effect(references.subList(0, bad), false);
				throw new BatchListenerFailedException("at 3", new RejectEventException("no"), bad);
			}
			effect(references, true);
		}

		void effect(List<String> references, boolean whole) {
			this.effects.addAll(references);
			if (this.effects.containsAll(List.of("4", "5", "6"))) {
				this.done.countDown();
			}
		}

	}

	static class PartialTransaction extends Partial {

		@Override
		@TitoListener(type = "order", batch = true, transactional = true)
		void on(List<Order> orders) {
			super.on(orders);
		}

		@Override
		void effect(List<String> references, boolean whole) {
			// what is rolled back has no effect
			super.effect(whole ? references : List.of(), whole);
		}

	}

	static class Unreadable {

		final List<String> references = new CopyOnWriteArrayList<>();

		final CountDownLatch done = new CountDownLatch(1);

		@TitoListener(type = "order")
		void on(Order order) {
			this.references.add(order.reference());
			this.done.countDown();
		}

	}

}
