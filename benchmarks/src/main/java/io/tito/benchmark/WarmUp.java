package io.tito.benchmark;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What is done before anything counts: the same as what counts, again and again, until
 * the compilers of all JVMs have little left to do. Until then they have a good part of
 * the processors, and of what runs rarely, a larger part for longer.
 *
 * @param seconds how long that took
 * @param passes how often everything was done
 * @param compiling the share of one processor that the compilers had in the last pass
 */
public record WarmUp(double seconds, int passes, double compiling) {

	private static final double LITTLE = 0.05;

	/**
	 * Warm up.
	 * @param pass does everything once
	 * @param compiled how long the compilers have worked until now
	 * @param seconds no pass begins after so many
	 * @return what was done
	 * @throws Exception if a pass fails
	 */
	public static WarmUp run(Pass pass, Clock compiled, double seconds) throws Exception {
		return run(pass, compiled, seconds, LITTLE);
	}

	/**
	 * Warm up.
	 * @param pass does everything once
	 * @param compiled how long the compilers have worked until now
	 * @param seconds no pass begins after so many
	 * @param little the share of one processor of the compilers that ends it
	 * @return what was done
	 * @throws Exception if a pass fails
	 */
	public static WarmUp run(Pass pass, Clock compiled, double seconds, double little) throws Exception {
		WarmUp done = new WarmUp(0, 0, 1);
		while (done.seconds < seconds && done.compiling > little) {
			done = done.and(pass, compiled);
		}
		return done;
	}

	private WarmUp and(Pass pass, Clock compiled) throws Exception {
		Duration before = compiled.read();
		long begin = System.nanoTime();
		pass.run();
		double elapsed = (double) (System.nanoTime() - begin) / TimeUnit.SECONDS.toNanos(1);
		double compiling = compiled.read().minus(before).toMillis() / 1000.0;
		return new WarmUp(this.seconds + elapsed, this.passes + 1, compiling / elapsed);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT,
				"warmed up for %.0f s, %d times everything; compilers had %.0f %% of a processor at the end",
				this.seconds, this.passes, 100 * this.compiling);
	}

	/**
	 * Everything that is measured, once.
	 */
	@FunctionalInterface
	public interface Pass {

		/**
		 * Do everything.
		 * @throws Exception if something fails
		 */
		void run() throws Exception;

	}

	/**
	 * Counts the time of compilers.
	 */
	@FunctionalInterface
	public interface Clock {

		/**
		 * Read the clock.
		 * @return the time until now
		 * @throws Exception if it cannot be read
		 */
		Duration read() throws Exception;

	}

}
