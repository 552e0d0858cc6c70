package io.tito.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.tito.annotation.StartPosition;
import io.tito.client.Transaction;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GroupsTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private LogFixture fixture;

	private EventLog log;

	@BeforeEach
	void prepare() {
		this.fixture = new LogFixture(cluster);
		this.log = new EventLog(cluster.client(), this.fixture.keys, new EventTypes(cluster.client(), this.fixture.keys,
				(type) -> new TypeSettings(4, Duration.ofMillis(100), Duration.ofSeconds(60))));
	}

	@Test
	void firstGroupBeginsAtTheEarliestLaterOnesBehindWhatExists() {
		publish("before");
		this.log.groups().register("order", "first", StartPosition.AUTOMATIC);
		this.log.groups().register("order", "second", StartPosition.AUTOMATIC);
		this.log.groups().register("order", "third", StartPosition.EARLIEST);
		cluster.pass(Duration.ofMillis(10));
		publish("after");

		assertThat(pending("first")).isEqualTo(2);
		assertThat(pending("second")).isEqualTo(1);
		assertThat(pending("third")).isEqualTo(2);
	}

	@Test
	void registrationHoldsForEver() {
		publish("before");
		this.log.groups().register("order", "late", StartPosition.LATEST);
		this.log.groups().register("order", "late", StartPosition.EARLIEST);

		assertThat(pending("late")).isZero();
	}

	@Test
	void oneOfTwoGroupsThatComeAtOnceIsTheFirst() throws Exception {
		publish("before");
		ExecutorService threads = Executors.newFixedThreadPool(4);
		CountDownLatch go = new CountDownLatch(1);
		List<Future<?>> registrations = Stream.of("a", "b", "c", "d").<Future<?>>map((group) -> threads.submit(() -> {
			go.await();
			this.log.groups().register("order", group, StartPosition.AUTOMATIC);
			return null;
		})).toList();
		go.countDown();
		for (Future<?> registration : registrations) {
			registration.get();
		}
		threads.shutdown();

		assertThat(Stream.of("a", "b", "c", "d").mapToLong(this::pending).sum()).isEqualTo(1);
	}

	@Test
	void unknownGroupIsNamed() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> pending("nobody"))
			.withMessageContaining("'nobody'")
			.withMessageContaining("not registered");
	}

	private void publish(String payload) {
		Transaction transaction = cluster.client().begin();
		this.fixture.append(transaction, "ann", payload);
		this.fixture.commit(transaction);
	}

	private long pending(String group) {
		return new EventLogOperations(this.log).lag("order", group).pending();
	}

}
