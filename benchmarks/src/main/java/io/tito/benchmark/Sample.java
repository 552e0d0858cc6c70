package io.tito.benchmark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * One measurement: threads that do one thing as fast as they get answers.
 *
 * @param perSecond operations in a second
 * @param micros the mean time of one operation
 * @param garbage bytes that this JVM allocated for one operation, its transport included
 * @param cpuMicros time of a processor that this JVM used for one operation
 */
record Sample(double perSecond, double micros, double garbage, double cpuMicros) {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	static Sample take(Workload workload, int threads, double seconds) throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(threads);
		try {
			List<Workload.Operation> operations = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				operations.add(workload.factory().create(i));
			}
			run(pool, operations, seconds / 4);
			long bytes = allocated();
			long cpu = SYSTEM.getProcessCpuTime();
			long from = System.nanoTime();
			long count = run(pool, operations, seconds);
			double elapsed = System.nanoTime() - from;
			return new Sample(count * 1e9 / elapsed, elapsed * threads / count / 1000,
					(double) (allocated() - bytes) / count, (SYSTEM.getProcessCpuTime() - cpu) / 1000.0 / count);
		}
		finally {
			pool.shutdownNow();
		}
	}

	private static long allocated() {
		long total = 0;
		for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			total += Math.max(0, bytes);
		}
		return total;
	}

	private static long run(ExecutorService pool, List<Workload.Operation> operations, double seconds)
			throws InterruptedException, ExecutionException {
		long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
		List<Future<Long>> running = new ArrayList<>();
		for (Workload.Operation operation : operations) {
			running.add(pool.submit((Callable<Long>) () -> loop(operation, end)));
		}
		LockSupport.parkNanos(Math.max(0, end - System.nanoTime()));
		long count = 0;
		for (Future<Long> one : running) {
			count += one.get();
		}
		return count;
	}

	private static long loop(Workload.Operation operation, long end) throws Exception {
		long count = 0;
		do {
			operation.run();
			count++;
		}
		while (System.nanoTime() - end < 0);
		return count;
	}

}
