package io.tito.listener.schedule;

import java.time.Clock;
import java.time.Instant;

/**
 * A process that says what time it is, in each way in which that can be asked.
 */
final class ClockReader {

	private ClockReader() {
	}

	public static void main(String[] arguments) {
		System.out.println(System.currentTimeMillis());
		System.out.println(Instant.now().toEpochMilli());
		System.out.println(Clock.systemUTC().millis());
	}

}
