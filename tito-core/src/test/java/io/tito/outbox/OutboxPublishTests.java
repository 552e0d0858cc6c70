package io.tito.outbox;

import java.util.Collections;
import java.util.List;

import io.tito.log.EventId;
import io.tito.log.EventRefusedException;
import io.tito.log.StoredEvent;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.tito.outbox.OutboxFixture.reminder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OutboxPublishTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private OutboxFixture fixture;

	@BeforeEach
	void prepare() {
		this.fixture = new OutboxFixture(cluster);
	}

	@Test
	void storesBytesAsTheyAre() {
		this.fixture.outbox.publish(OutboundEvent.of("order", new byte[] { 1, 2, 3 }));

		assertThat(this.fixture.events().get(0).payload()).containsExactly(1, 2, 3);
	}

	@Test
	void storesBytesUnderTheirPayloadType() {
		this.fixture.outbox
			.publish(OutboundEvent.of("order", "ann", new byte[] { 1, 2, 3 }).payloadType("proto/Order"));

		assertThat(this.fixture.events().get(0).payload()).containsExactly(1, 2, 3);
		assertThat(this.fixture.events().get(0).payloadType()).isEqualTo("proto/Order");
	}

	@Test
	void publishesAllInTheirOrder() {
		List<EventId> ids = this.fixture.outbox.publishAll(List.of(reminder("ann"), reminder("ann"), reminder("ann")));

		assertThat(this.fixture.events()).extracting(StoredEvent::id).containsExactlyElementsOf(ids);
	}

	@Test
	void publishesNoneOfAllIfOneIsRefused() {
		this.fixture.transactions.executeWithoutResult((status) -> {
			assertThatExceptionOfType(EventRefusedException.KeyTooLong.class)
				.isThrownBy(() -> this.fixture.outbox.publishAll(List.of(reminder("ann"), reminder("x".repeat(513)))));
			this.fixture.publish("bob");
		});

		assertThat(this.fixture.events()).extracting(StoredEvent::key).containsExactly("bob");
	}

	@Test
	void publishesNoneOfTooMany() {
		this.fixture.transactions.executeWithoutResult((status) -> {
			this.fixture.publish("bob");
			assertThatExceptionOfType(EventRefusedException.TooManyEvents.class)
				.isThrownBy(() -> this.fixture.outbox.publishAll(Collections.nCopies(10_000, reminder("ann"))))
				.withMessageContaining("10000");
		});

		assertThat(this.fixture.events()).extracting(StoredEvent::key).containsExactly("bob");
	}

	@Test
	void publishesToAnExplicitPartition() {
		this.fixture.outbox.publish(reminder("ann").toPartition(15));

		assertThat(cluster.rows("event:order:0015:")).hasSize(1);
	}

	@Test
	void refusesAPartitionThatDoesNotExist() {
		for (int partition : new int[] { -1, 16 }) {
			assertThatExceptionOfType(EventRefusedException.NoSuchPartition.class)
				.isThrownBy(() -> this.fixture.outbox.publish(reminder("ann").toPartition(partition)))
				.withMessageContaining("names the partition " + partition)
				.withMessageContaining("0 to 15");
		}

		assertThat(this.fixture.events()).isEmpty();
	}

}
