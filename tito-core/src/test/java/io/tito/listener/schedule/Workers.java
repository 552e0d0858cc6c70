package io.tito.listener.schedule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/**
 * A server and worker processes, which serve one schedule after the other unless they are
 * killed.
 */
final class Workers implements AutoCloseable {

	private static final List<Duration> CLOCK_ERRORS = List.of(Duration.ZERO, Duration.ofSeconds(-37),
			Duration.ofMinutes(10), Duration.ofHours(-30), Duration.ofDays(400));

	private static final int ATTEMPTS = 3;

	private final ServerProcess server;

	private final Deque<WorkerProcess> free = new ArrayDeque<>();

	private final ExecutorService starter = Executors.newCachedThreadPool();

	private @Nullable CompletableFuture<WorkerProcess> spare;

	private int started;

	Workers(Path directory) {
		this.server = new ServerProcess(directory);
	}

	ServerProcess server() {
		return this.server;
	}

	/**
	 * A worker that does nothing yet. Another one is started meanwhile: that takes a
	 * while.
	 */
	WorkerProcess take(Random random) {
		Duration clockError = CLOCK_ERRORS.get(random.nextInt(CLOCK_ERRORS.size()));
		WorkerProcess worker = this.free.poll();
		if (worker != null && worker.isAlive()) {
			return worker;
		}
		CompletableFuture<WorkerProcess> ready = (this.spare != null) ? this.spare : start(clockError);
		this.spare = start(clockError);
		return ready.join();
	}

	private CompletableFuture<WorkerProcess> start(Duration clockError) {
		this.started++;
		return CompletableFuture.supplyAsync(() -> connected(clockError), this.starter);
	}

	/**
	 * A server that is just being killed may be met at the start, and several in turn,
	 * since a worker takes as long to start as a server lives: these do not count.
	 */
	private WorkerProcess connected(Duration clockError) {
		int failures = 0;
		while (true) {
			int kills = this.server.kills();
			boolean up = this.server.isUp();
			try {
				return new WorkerProcess(this.server.address(), clockError);
			}
			catch (IllegalStateException ex) {
				boolean unkilled = up && this.server.kills() == kills;
				if (unkilled && ++failures == ATTEMPTS) {
					throw ex;
				}
			}
		}
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
		if (this.spare != null) {
			this.spare.join().close();
		}
		this.starter.shutdown();
		this.server.close();
	}

}
