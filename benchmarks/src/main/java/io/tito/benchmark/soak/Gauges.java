package io.tito.benchmark.soak;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;
import org.tikv.shade.io.netty.util.internal.PlatformDependent;

/**
 * What this JVM uses.
 *
 * @param heap bytes in use after a collection
 * @param direct bytes outside of the heap that buffers use
 * @param threads live threads
 * @param files open file descriptors
 */
record Gauges(long heap, long direct, long threads, long files) {

	static Gauges take() {
		// a leak is what stays after this
		System.gc();
		return new Gauges(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), usedDirectMemory(),
				ManagementFactory.getThreadMXBean().getThreadCount(), openFiles());
	}

	private static long usedDirectMemory() {
		long pooled = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return pooled + Math.max(0, PlatformDependent.usedDirectMemory());
	}

	private static long openFiles() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : 0;
	}

}
