package io.tito.benchmark.data;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.tito.benchmark.data.Usage.Requests;

/**
 * What one operation cost in one measurement.
 *
 * @param perSecond how many were done in a second
 * @param micros the median time of one
 * @param callerMicros time of a processor that the threads used that made them
 * @param cpuMicros time of a processor that this JVM used for one, its compiler,
 * collector and transport included
 * @param bytes what this JVM allocated for one
 * @param requests how many requests for keys one made
 */
record Cost(double perSecond, double micros, double callerMicros, double cpuMicros, double bytes, double requests) {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	static Cost measure(Work work, int threads, double seconds, Requests requests) throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(threads);
		try {
			run(pool, threads, seconds / 4, work.operation());
			Usage before = Usage.now(requests);
			long from = System.nanoTime();
			List<Loop> loops = run(pool, threads, seconds, work.operation());
			double elapsed = System.nanoTime() - from;
			Usage after = Usage.now(requests);
			long[] nanos = loops.stream()
				.flatMapToLong((loop) -> loop.nanos().stream().mapToLong((one) -> one))
				.toArray();
			Arrays.sort(nanos);
			double count = nanos.length;
			double caller = loops.stream().mapToLong(Loop::cpuNanos).sum() / 1000.0 / count;
			return new Cost(count * 1e9 / elapsed, nanos[nanos.length / 2] / 1000.0, caller,
					(after.cpuNanos() - before.cpuNanos()) / 1000.0 / count, (after.bytes() - before.bytes()) / count,
					(after.requests() - before.requests()) / count);
		}
		finally {
			pool.shutdownNow();
		}
	}

	/**
	 * The median of one figure.
	 */
	static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
		return median(costs.stream().mapToDouble(figure).toArray());
	}

	static double median(double... figures) {
		double[] sorted = figures.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static List<Loop> run(ExecutorService pool, int threads, double seconds, Runnable work) throws Exception {
		long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
		List<Future<Loop>> running = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			running.add(pool.submit((Callable<Loop>) () -> loop(end, work)));
		}
		List<Loop> all = new ArrayList<>();
		for (Future<Loop> one : running) {
			all.add(one.get());
		}
		return all;
	}

	private static Loop loop(long end, Runnable work) {
		List<Long> nanos = new ArrayList<>();
		long cpu = THREADS.getCurrentThreadCpuTime();
		long from = System.nanoTime();
		do {
			work.run();
			long now = System.nanoTime();
			nanos.add(now - from);
			from = now;
		}
		while (from - end < 0);
		return new Loop(nanos, THREADS.getCurrentThreadCpuTime() - cpu);
	}

	/**
	 * What one thread did.
	 */
	private record Loop(List<Long> nanos, long cpuNanos) {
	}

}
