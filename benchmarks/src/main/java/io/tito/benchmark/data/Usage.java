package io.tito.benchmark.data;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.tito.client.ClientListener;

/**
 * What this JVM has used up so far: time of processors and memory, those of the transport
 * included, and requests for keys. Timestamps are fetched for many transactions at once
 * and are not counted.
 *
 * @param cpuNanos time of processors
 * @param bytes what live threads have allocated
 * @param requests how many were answered
 */
record Usage(long cpuNanos, long bytes, long requests) {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	static Usage now(Requests requests) {
		long bytes = 0;
		for (long one : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			bytes += Math.max(0, one);
		}
		return new Usage(SYSTEM.getProcessCpuTime(), bytes, requests.count.sum());
	}

	/**
	 * Counts requests.
	 */
	static final class Requests implements ClientListener {

		private final LongAdder count = new LongAdder();

		@Override
		public void request(String name, long nanos, boolean failed) {
			if (name.startsWith("Kv")) {
				this.count.increment();
			}
		}

	}

}
