package io.tito.test.listener;

import java.time.Duration;

import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.test.AutoConfigureTito;
import io.tito.test.store.EmptyStore;
import io.tito.test.store.OracleClock;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest
@AutoConfigureTito(listeners = ListenerMode.RUNNING)
@EmptyStore
class RunningListenersTests {

	@Autowired
	private Outbox outbox;

	@Autowired
	private Work work;

	@RepeatedTest(3)
	void handleEventsByThemselvesAndAreDrainedWithoutWaiting(TestListeners listeners, OracleClock clock) {
		this.work.done.clear();
		this.outbox.publish(OutboundEvent.of(Work.TYPE, "a"));
		await().until(() -> this.work.done.contains("a"));
		this.outbox.publish(OutboundEvent.of(Work.TYPE, "b"));
		this.outbox.publish(OutboundEvent.of(Work.TYPE, "c").at(clock.now().plus(Duration.ofMinutes(1))));
		listeners.drain();
		assertThat(this.work.done).containsExactly("a", "b");
		clock.advance(Duration.ofMinutes(1));
		await().until(() -> this.work.done.contains("c"));
	}

}
