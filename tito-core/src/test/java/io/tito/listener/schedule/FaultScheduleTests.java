package io.tito.listener.schedule;

import io.tito.embedded.EmbeddedTikv;
import io.tito.testing.Schedules;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random schedules in this process: unknown acknowledgements that landed and that did
 * not, region errors, splits, merges and moved leaders, slow commits, dying instances,
 * jumps of time, replays and retention.
 */
class FaultScheduleTests {

	private static EmbeddedTikv server;

	private static Summary sum = Summary.NOTHING;

	@BeforeAll
	static void start() {
		server = EmbeddedTikv.builder().stores(Disturbance.STORES).start();
	}

	@AfterAll
	static void stop() {
		server.close();
		System.out.println("All schedules over faults: " + sum);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void nothingIsLostDoubledOrOutOfOrder(long seed) throws Exception {
		System.out.printf("Schedule over faults, repeat with -Dtito.seed=%d -Dtito.schedules=1%n", seed);
		try (FaultSchedule schedule = new FaultSchedule(server, seed)) {
			Summary summary = schedule.run();
			System.out.println(summary);
			sum = sum.plus(summary);
		}
		finally {
			server.faults().clear();
		}
	}

	static long[] seeds() {
		return Schedules.seeds(3);
	}

}
