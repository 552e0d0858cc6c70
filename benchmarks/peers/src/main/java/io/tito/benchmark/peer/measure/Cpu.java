package io.tito.benchmark.peer.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

import io.tito.benchmark.peer.Peer;
import io.tito.benchmark.peer.Product;

/**
 * Seconds of processors used until now, since the machine or the processes were started.
 * Read from {@code /proc}.
 *
 * @param jvm by this JVM
 * @param server by the product's server: PostgreSQL with all its processes, or its own
 * @param busy by all
 * @param total that there were
 */
record Cpu(double jvm, double server, double busy, double total) {

	static final int CORES = Runtime.getRuntime().availableProcessors();

	private static final double TICKS = 100;

	private static final Path PROC = Path.of("/proc");

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	static Cpu now(Product product, Peer peer) {
		try {
			String[] machine = Files.readAllLines(PROC.resolve("stat")).get(0).trim().split("\\s+");
			double total = 0;
			for (int i = 1; i <= 8; i++) {
				total += Long.parseLong(machine[i]);
			}
			double idle = Long.parseLong(machine[4]) + Long.parseLong(machine[5]);
			long own = peer.server()
				.map((process) -> ticks(PROC.resolve(String.valueOf(process.pid())), ""))
				.orElse(0L);
			long sql = product.sql() ? postgres() : 0;
			return new Cpu(SYSTEM.getProcessCpuTime() / 1e9, (own + sql) / TICKS, (total - idle) / TICKS,
					total / TICKS);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Use of processors is read from /proc: measure on Linux", ex);
		}
	}

	private static long postgres() throws IOException {
		List<Path> processes;
		try (Stream<Path> all = Files.list(PROC)) {
			processes = all.filter((path) -> Character.isDigit(path.getFileName().toString().charAt(0))).toList();
		}
		return processes.stream().mapToLong((process) -> ticks(process, "(postgres)")).sum();
	}

	/**
	 * Those of ended children are included.
	 */
	private static long ticks(Path process, String name) {
		try {
			String stat = Files.readString(process.resolve("stat"));
			if (!stat.contains(name)) {
				return 0;
			}
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			return Stream.of(11, 12, 13, 14).mapToLong((field) -> Long.parseLong(fields[field])).sum();
		}
		catch (IOException ex) {
			return 0; // it has just ended
		}
	}

	/**
	 * What was used since an earlier time.
	 */
	Cpu since(Cpu earlier) {
		return new Cpu(this.jvm - earlier.jvm, this.server - earlier.server, this.busy - earlier.busy,
				this.total - earlier.total);
	}

	/**
	 * How many processors were busy all the time with what is not part of the run.
	 */
	double foreignCores(double seconds) {
		double busyCores = (this.total == 0) ? 0 : CORES * this.busy / this.total;
		return Math.max(0, busyCores - (this.jvm + this.server) / seconds);
	}

}
