package io.tito.client.internal.txn.hold;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.tito.client.Timestamp;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatNoException;

class HeartbeatTests {

	@Test
	void leavesItToTheNextRequestToSayThatTheClientIsClosed() {
		ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
		timer.shutdownNow();
		try (Heartbeat heartbeat = new Heartbeat(new Beats(null, null, timer, null), new Timestamp(1), Key.of("a"),
				3000)) {
			assertThatNoException().isThrownBy(heartbeat::start);
		}
	}

}
