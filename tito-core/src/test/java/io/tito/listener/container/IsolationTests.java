package io.tito.listener.container;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An event that kills every owner, and one in another partition that is in hand whenever
 * that happens.
 */
class IsolationTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final ListenerSettings SETTINGS = ListenerSettings.of(ListenerSettings.Profile.BALANCED)
		.withRetry(TestInstance.QUICK);

	private static final TypeSettings TYPE = TypeSettings.DEFAULTS.withPartitions(2);

	private static final int LIVES = 3;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void end() {
		this.end.countDown();
		this.threads.shutdown();
	}

	@Test
	void eventThatKillsItsOwnersTakesNoOtherWithIt() throws Exception {
		for (int life = 1; life <= LIVES; life++) {
			dieInHandler(life);
		}
		try (TestInstance last = new TestInstance(cluster, "last", TYPE, SETTINGS)) {
			last.listen("audit", false, last::remember).start();
			last.drain("audit");

			assertThat(last.operations.deadLetters("order", "audit", 10)).singleElement()
				.satisfies((letter) -> assertThat(new String(letter.event().payload())).isEqualTo("killer"));
			assertThat(last.handled).doesNotContain("killer");
		}
	}

	private void dieInHandler(int life) throws Exception {
		CountDownLatch dying = new CountDownLatch(1);
		CountDownLatch innocent = new CountDownLatch(1);
		TestInstance one = new TestInstance(cluster, "life" + life, TYPE, SETTINGS);
		one.listen("audit", false, (event, type, payload) -> {
			if (new String(payload).equals("killer")) {
				// as if it took its time, so that others begin meanwhile
				innocent.await(300, TimeUnit.MILLISECONDS);
				dying.countDown();
				this.end.await();
			}
			innocent.countDown();
			if (dying.await(300, TimeUnit.MILLISECONDS)) {
				this.end.await();
			}
		}).start(this.threads);
		if (life == 1) {
			// the keys lie in different partitions
			List.of("killer", "a").forEach((payload) -> one.publish(payload, payload));
			assertThat(cluster.rows("event:order:0000")).hasSize(1);
		}
		this.threads.submit(() -> one.runWhile(() -> dying.getCount() > 0));
		assertThat(dying.await(20, TimeUnit.SECONDS)).isTrue();
		one.member.close();
		cluster.pass(Duration.ofSeconds(20));
	}

}
