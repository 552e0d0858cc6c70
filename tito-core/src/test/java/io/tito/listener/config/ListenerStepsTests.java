package io.tito.listener.config;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.tito.listener.container.ListenerStep;
import io.tito.listener.container.ListenerSteps;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ListenerStepsTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void stepsHandleWhatIsDueAndNothingHappensBetweenThem() throws Exception {
		try (ListenerInstance one = new ListenerInstance(cluster, "one")) {
			ListenerSteps steps = one.listen("audit").registry.stepwise();
			one.publish("1");
			one.stepUntilIdle(steps);
			assertThat(one.handled).containsExactly("audit 1");
			one.publish("2");
			assertThat(one.registry.isRunning()).isFalse();
			assertThat(one.operations.lag("order", "audit").pending()).isEqualTo(1);
			one.stepUntilIdle(steps);
			assertThat(one.handled).containsExactly("audit 1", "audit 2");
			assertThat(one.owned("audit")).isEqualTo(4);
			steps.close();

			assertThat(one.stillOwnedInTheStore("audit")).isZero();
			assertThatIllegalStateException().isThrownBy(() -> steps.next(ListenerInstance.SOON))
				.withMessageContaining("begin again");
		}
	}

	@Test
	void listenersThatRanGoOnAfterSteps() throws Exception {
		try (ListenerInstance one = new ListenerInstance(cluster, "one")) {
			one.listen("audit").listen("mail").registry.start();
			one.registry.stop("mail");
			try (ListenerSteps steps = one.registry.stepwise()) {
				assertThat(one.registry.isRunning()).isFalse();
				one.publish("1");
				one.stepUntilIdle(steps);
				assertThat(one.handled).containsExactly("audit 1");
				one.registry.start("mail");
				assertThat(one.registry.isRunning()).isFalse();
				one.stepUntilIdle(steps);
				assertThat(one.handled).containsExactly("audit 1", "mail 1");
				one.registry.stop("mail");
			}
			assertThat(one.registry.isRunning("audit")).isTrue();
			assertThat(one.registry.isRunning("mail")).isFalse();
			one.publish("2");
			one.awaitUntil(() -> one.handled.contains("audit 2"));
		}
	}

	@Test
	void startingStoppingAndAddingListenersEndsSteps() throws Exception {
		try (ListenerInstance one = new ListenerInstance(cluster, "one")) {
			ListenerSteps first = one.listen("audit").registry.stepwise();
			assertThatIllegalStateException().isThrownBy(one.registry::stepwise).withMessageContaining("already");
			one.listen("mail");
			assertThat(first.isClosed()).isTrue();
			ListenerSteps second = one.registry.stepwise();
			one.registry.start();
			assertThat(second.isClosed()).isTrue();
			ListenerSteps third = one.registry.stepwise();
			one.registry.stop();
			assertThat(third.isClosed()).isTrue();

			assertThat(one.registry.isRunning()).isFalse();
		}
	}

	@Test
	void aStepTellsWhatIsOpenAndWhatWaits() throws Exception {
		try (ListenerInstance one = new ListenerInstance(cluster, "one")) {
			// the retry of an event is not due, however long the test takes
			cluster.faults().freezeClock();
			CountDownLatch end = new CountDownLatch(1);
			ListenerSteps steps = one.listen("audit", (event) -> {
				end.await();
				throw new IllegalStateException("away");
			}).registry.stepwise();
			one.stepUntilIdle(steps);
			one.publish("1");
			ListenerStep busy = steps.next(Duration.ofMillis(1));
			assertThat(busy.open()).hasSizeGreaterThanOrEqualTo(1);
			end.countDown();
			ListenerStep idle = one.stepUntilIdle(steps);

			assertThat(idle.waiting()).singleElement().satisfies((lane) -> {
				assertThat(lane.key()).isEqualTo("ann");
				assertThat(lane.attempts()).isEqualTo(1);
				assertThat(lane.next()).isEqualTo(idle.nextDue());
				assertThat(lane.toString()).contains("key 'ann'", "order/audit/", "away");
			});
			steps.close();
		}
		finally {
			cluster.faults().thawClock();
		}
	}

}
