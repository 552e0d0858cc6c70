package io.tito.listener.schedule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A server and worker processes, which serve one schedule after the other unless they are
 * killed.
 */
final class Workers implements AutoCloseable {

	private static final List<Duration> CLOCK_ERRORS = List.of(Duration.ZERO, Duration.ofSeconds(-37),
			Duration.ofMinutes(10), Duration.ofHours(-30), Duration.ofDays(400));

	private final ServerProcess server;

	private final Deque<WorkerProcess> free = new ArrayDeque<>();

	private int started;

	Workers(Path directory) {
		this.server = new ServerProcess(directory);
	}

	ServerProcess server() {
		return this.server;
	}

	WorkerProcess take(Random random) {
		WorkerProcess worker = this.free.poll();
		if (worker != null && worker.isAlive()) {
			return worker;
		}
		this.started++;
		return new WorkerProcess(this.server.address(), CLOCK_ERRORS.get(random.nextInt(CLOCK_ERRORS.size())));
	}

	void giveBack(WorkerProcess worker) {
		if (worker.isAlive() && worker.end()) {
			this.free.add(worker);
		}
		else {
			worker.close();
		}
	}

	int started() {
		return this.started;
	}

	@Override
	public void close() {
		this.free.forEach(WorkerProcess::close);
		this.server.close();
	}

}
