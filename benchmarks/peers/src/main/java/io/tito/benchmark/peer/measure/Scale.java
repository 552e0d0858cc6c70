package io.tito.benchmark.peer.measure;

/**
 * Lengths and sizes of the workloads, and how patient to be.
 *
 * @param runs undisturbed runs that are wanted
 * @param warmUpCapMillis how long everything is done before it counts, unless compilers
 * are idle before
 * @param warmMillis how long each load runs before it counts
 * @param windowMillis how long it counts
 * @param drainEvents the backlog of W2
 * @param drainCapMillis how long W2 may take
 * @param settleCapMillis how long W3 waits for the rest
 * @param backlogCapMillis how long W5 may take
 * @param scheduledEvents the events of W4
 * @param quietTries how often to look whether the machine has become quiet, every 300 ms
 * @param extraRuns repeats allowed in place of disturbed runs
 * @param singleWorker whether W2 is measured with one worker, too
 */
public record Scale(int runs, int warmUpCapMillis, int warmMillis, int windowMillis, int drainEvents,
		int drainCapMillis, int settleCapMillis, int backlogCapMillis, int scheduledEvents, int quietTries,
		int extraRuns, boolean singleWorker) {

	/**
	 * What results are made with if there is time.
	 */
	public static final Scale FULL = new Scale(3, 240_000, 800, 2_000, 20_000, 5_000, 5_000, 4_000, 1_000, 20, 1, true);

	/**
	 * As many runs and events, but shorter windows and less patience: six products in
	 * about half an hour.
	 */
	public static final Scale BUDGET = new Scale(3, 120_000, 500, 1_500, 20_000, 4_000, 3_000, 3_000, 1_000, 5, 0,
			false);

	/**
	 * For trying things out.
	 */
	public static final Scale QUICK = new Scale(1, 5_000, 500, 1_000, 2_000, 8_000, 8_000, 3_000, 200, 5, 0, false);

	/**
	 * The scale of a name.
	 * @param name {@code full}, {@code budget} or {@code quick}
	 * @return the scale
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public static Scale of(String name) {
		return switch (name) {
			case "full" -> FULL;
			case "budget" -> BUDGET;
			case "quick" -> QUICK;
			default -> throw new IllegalArgumentException(
					"There is no scale '" + name + "'; there are full, budget and quick");
		};
	}

	boolean wantsMore(int clean, int run) {
		return clean < this.runs && run <= this.runs + this.extraRuns;
	}

}
