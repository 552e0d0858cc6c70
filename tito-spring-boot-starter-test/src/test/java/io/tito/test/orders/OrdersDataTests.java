package io.tito.test.orders;

import java.time.Duration;

import io.tito.test.DataTitoTest;
import io.tito.test.event.PublishedEvents;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.transaction.TestTransaction;

import static org.assertj.core.api.Assertions.assertThat;

@DataTitoTest
@Import(Checkout.class)
class OrdersDataTests {

	@Autowired
	private Checkout checkout;

	@RepeatedTest(2)
	void publishesInATestThatIsRolledBack(PublishedEvents events) {
		Order order = this.checkout.place("ann", 100);
		this.checkout.remind(order, Duration.ofHours(1));
		assertThat(events).ofType("order").containsExactlyPayloads(order);
		assertThat(events).ofType("reminder").scheduled().hasCount(1);
		assertThat(events.committed().none()).isTrue();
	}

	@Test
	void publishesWhatTheTestCommits(PublishedEvents events) {
		this.checkout.place("ann", 100);
		assertThat(events.uncommitted().count()).isEqualTo(1);
		TestTransaction.flagForCommit();
		TestTransaction.end();
		assertThat(events.committed().count()).isEqualTo(1);
		assertThat(events.uncommitted().none()).isTrue();
	}

	@Test
	void publishesNothingAfterTheRollback(PublishedEvents events) {
		this.checkout.place("ann", 100);
		TestTransaction.end();
		assertThat(events).isEmpty();
	}

}
