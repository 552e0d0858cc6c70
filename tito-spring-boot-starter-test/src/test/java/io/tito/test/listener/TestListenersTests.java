package io.tito.test.listener;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.tito.cluster.ClusterMember;
import io.tito.embedded.fault.FaultAction;
import io.tito.embedded.fault.Faults;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.EventLogOperations;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.test.AutoConfigureTito;
import io.tito.test.store.EmptyStore;
import io.tito.transaction.TitoTransactionManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SpringBootTest
@AutoConfigureTito
@EmptyStore
class TestListenersTests {

	@Autowired
	private Outbox outbox;

	@Autowired
	private Work work;

	@Autowired
	private TestListeners listeners;

	@Autowired
	private TitoListenerContainerRegistry registry;

	@Autowired
	private EventLogOperations log;

	@BeforeEach
	void forget() {
		this.work.done.clear();
		this.work.action = (text) -> {
		};
	}

	@Test
	void handleNothingByThemselves() {
		publish("a");
		assertThat(this.registry.isRunning()).isFalse();
		assertThat(this.work.done).isEmpty();
		this.listeners.drain();
		assertThat(this.work.done).containsExactly("a");
		assertThat(this.log.lag(Work.TYPE, "working").pending()).isZero();
	}

	@Test
	void handleMoreThanABatchAndInOrder() {
		List<String> texts = IntStream.range(0, 250).mapToObj(String::valueOf).toList();
		this.outbox.publishAll(texts.stream().map((text) -> OutboundEvent.of(Work.TYPE, "ann", text)).toList());
		this.listeners.drain();
		assertThat(this.work.done).containsExactlyElementsOf(texts);
	}

	@Test
	void handleWhatHandlersPublish() {
		this.work.action = (text) -> {
			if (text.length() < 5) {
				publish(text + "a");
			}
		};
		publish("a");
		this.listeners.drain();
		assertThat(this.work.done).containsExactly("a", "aa", "aaa", "aaaa", "aaaaa");
	}

	@Test
	void spendAnAttemptForEachFailureAlthoughAllFail() {
		this.work.action = (text) -> {
			throw new IllegalStateException("away");
		};
		IntStream.range(0, 40).forEach((i) -> this.outbox.publish(OutboundEvent.of(Work.TYPE, "key-" + i, "text")));
		assertThat(this.listeners.drain().waiting()).hasSize(40).allMatch((lane) -> lane.attempts() == 1);
		this.work.action = (text) -> {
		};
		this.listeners.drain(Duration.ofSeconds(2)).assertNothingWaits();
		assertThat(this.work.done).hasSize(40);
	}

	@Test
	void leaveOutAListenerThatIsPaused() {
		this.registry.pause("working");
		publish("a");
		this.listeners.drain();
		assertThat(this.work.done).isEmpty();
		this.registry.resume("working");
		this.listeners.drain();
		assertThat(this.work.done).containsExactly("a");
	}

	@Test
	void refuseToRunWhileTheEventsOfTheTestAreNotCommitted(@Autowired TitoTransactionManager transactions) {
		new TransactionTemplate(transactions).executeWithoutResult((status) -> {
			publish("a");
			assertThatIllegalStateException().isThrownBy(this.listeners::drain).withMessageContaining("end it first");
		});
		this.listeners.drain();
		assertThat(this.work.done).containsExactly("a");
	}

	@Test
	void goOnWhenTheStoreDoesNotAnswerOnce(Faults faults) {
		publish("a");
		faults.onNext("KvScan", FaultAction.dropBefore());
		faults.onNext("KvBatchGet", FaultAction.dropBefore());
		this.listeners.drain();
		assertThat(this.work.done).containsExactly("a");
	}

	@Test
	void goOnWhenTheSessionHasEnded(@Autowired ClusterMember member) {
		this.listeners.drain();
		member.close();
		publish("a");
		member.start();
		this.listeners.drain();
		assertThat(this.work.done).containsExactly("a");
	}

	@Test
	void runByThemselvesOnceStartedAndAreDrainedAllTheSame() {
		this.registry.start();
		try {
			publish("a");
			this.listeners.drain();
			assertThat(this.work.done).containsExactly("a");
			assertThat(this.registry.isRunning()).isTrue();
		}
		finally {
			this.registry.stop();
		}
		publish("b");
		assertThat(this.work.done).containsExactly("a");
		this.listeners.drain();
		assertThat(this.work.done).containsExactly("a", "b");
	}

	private void publish(String text) {
		this.outbox.publish(OutboundEvent.of(Work.TYPE, "ann", text));
	}

}
