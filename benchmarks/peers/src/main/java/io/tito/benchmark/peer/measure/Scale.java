package io.tito.benchmark.peer.measure;

/**
 * Lengths and sizes of the workloads.
 *
 * @param runs undisturbed runs that are wanted
 * @param warmMillis how long each load runs before it counts
 * @param windowMillis how long it counts
 * @param drainEvents the backlog of W2
 * @param drainCapMillis how long W2 may take
 * @param settleCapMillis how long W3 waits for the rest
 * @param backlogCapMillis how long W5 may take
 * @param scheduledEvents the events of W4
 */
public record Scale(int runs, int warmMillis, int windowMillis, int drainEvents, int drainCapMillis,
		int settleCapMillis, int backlogCapMillis, int scheduledEvents) {

	/**
	 * What results are made with.
	 */
	public static final Scale FULL = new Scale(3, 800, 2000, 20_000, 5_000, 5_000, 4_000, 1_000);

	/**
	 * For trying things out.
	 */
	public static final Scale QUICK = new Scale(1, 500, 1000, 2_000, 8_000, 8_000, 3_000, 200);

	/**
	 * Repeats allowed in place of disturbed runs.
	 */
	private static final int EXTRA = 1;

	boolean wantsMore(int clean, int run) {
		return clean < this.runs && run <= this.runs + EXTRA;
	}

}
