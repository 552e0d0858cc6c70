package io.tito.test.listener;

import java.util.concurrent.CountDownLatch;

import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.test.AutoConfigureTito;
import io.tito.test.store.EmptyStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(properties = "tito.test.drain-timeout=3s")
@AutoConfigureTito
@EmptyStore
class DrainTimeoutTests {

	@Autowired
	private Outbox outbox;

	@Autowired
	private Work work;

	@Autowired
	private TestListeners listeners;

	@BeforeEach
	void forget() {
		this.work.done.clear();
	}

	@Test
	void sayWhatIsStillPendingWhenTheTimeIsOver() {
		this.work.action = this::publish;
		publish("again");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.listeners::drain)
			.withMessageContaining("tito.test.drain-timeout")
			.withMessageContaining("work/working/");
	}

	@Test
	void failWhenAHandlerDoesNotReturn() {
		CountDownLatch end = new CountDownLatch(1);
		this.work.action = (text) -> {
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		publish("a");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.listeners::drain)
			.withMessageContaining("a handler has not returned");
		end.countDown();
		this.listeners.drain().assertNothingWaits();
		assertThat(this.work.done).containsExactly("a");
	}

	private void publish(String text) {
		this.outbox.publish(OutboundEvent.of(Work.TYPE, "ann", text));
	}

}
