package io.tito.listener.config;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.annotation.TitoListener;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.EventLogOperations;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryStopTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void listensUntilStoppedAndAfterARestart() throws Exception {
		try (AnnotationConfigApplicationContext context = ListenerApplication.start(cluster, Remembering.class)) {
			Outbox outbox = context.getBean(Outbox.class);
			Remembering listener = context.getBean(Remembering.class);
			TitoListenerContainerRegistry registry = context.getBean(TitoListenerContainerRegistry.class);
			EventLogOperations operations = context.getBean(EventLogOperations.class);
			outbox.publish(OutboundEvent.of("order", "ann", new Order("1", 1)));
			listener.await(1);
			CountDownLatch stopped = new CountDownLatch(1);
			registry.stop(stopped::countDown);
			assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(registry.ownedPartitions()).isEmpty();
			outbox.publish(OutboundEvent.of("order", "ann", new Order("2", 1)));
			assertThat(operations.lag("order", "shop").pending()).isEqualTo(1);
			registry.start();
			listener.await(2);

			assertThat(listener.references).containsExactly("1", "2");
		}
	}

	@Test
	void stopWithoutListenersCallsBack() throws Exception {
		try (AnnotationConfigApplicationContext context = ListenerApplication.start(cluster, Object.class)) {
			CountDownLatch stopped = new CountDownLatch(1);
			context.getBean(TitoListenerContainerRegistry.class).stop(stopped::countDown);
			assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void stopWaitsForARunningHandler() throws Exception {
		try (AnnotationConfigApplicationContext context = ListenerApplication.start(cluster, Slow.class)) {
			Slow listener = context.getBean(Slow.class);
			context.getBean(Outbox.class).publish(OutboundEvent.of("order", "ann", new Order("1", 1)));
			assertThat(listener.begun.await(20, TimeUnit.SECONDS)).isTrue();
			CountDownLatch stopped = new CountDownLatch(1);
			context.getBean(TitoListenerContainerRegistry.class).stop(stopped::countDown);
			assertThat(stopped.getCount()).isEqualTo(1);
			listener.end.countDown();
			assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();

			assertThat(listener.interrupted).isFalse();
			assertThat(context.getBean(EventLogOperations.class).lag("order", "shop").pending()).isZero();
		}
	}

	static class Remembering {

		final List<String> references = new ArrayList<>();

		@TitoListener(type = "order")
		synchronized void on(Order order) {
			this.references.add(order.reference());
			notifyAll();
		}

		synchronized void await(int count) throws InterruptedException {
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (this.references.size() < count) {
				assertThat(System.nanoTime()).isLessThan(end);
				wait(1000);
			}
		}

	}

	static class Slow {

		final CountDownLatch begun = new CountDownLatch(1);

		final CountDownLatch end = new CountDownLatch(1);

		volatile boolean interrupted;

		@TitoListener(type = "order")
		void on(Order order) {
			this.begun.countDown();
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				this.interrupted = true;
			}
		}

	}

}
