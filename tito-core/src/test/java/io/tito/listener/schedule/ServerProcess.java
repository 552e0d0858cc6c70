package io.tito.listener.schedule;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.embedded.StandAlone;

/**
 * A server with a data directory, which comes back at the same address after it was
 * killed.
 */
final class ServerProcess implements AutoCloseable {

	private static final String READY = "Embedded TiKV listens on ";

	private final Path directory;

	private JavaProcess process;

	private volatile String address = "127.0.0.1:0";

	private volatile int kills;

	private volatile boolean up = true;

	ServerProcess(Path directory) {
		this.directory = directory;
		this.process = start();
	}

	private JavaProcess start() {
		CountDownLatch ready = new CountDownLatch(1);
		String port = this.address.substring(this.address.indexOf(':') + 1);
		JavaProcess started = new JavaProcess(StandAlone.class, List.of("-Xmx256m"),
				List.of("--port", port, "--data-dir", this.directory.toString()), (line) -> {
					if (line.startsWith(READY)) {
						this.address = line.substring(READY.length());
						ready.countDown();
					}
				});
		try {
			if (!ready.await(60, TimeUnit.SECONDS)) {
				started.kill();
				throw new IllegalStateException("The server did not start");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return started;
	}

	String address() {
		return this.address;
	}

	/**
	 * Kill it and start it again.
	 */
	void restart() {
		this.up = false;
		this.kills++;
		this.process.kill();
		try {
			this.process = start();
		}
		finally {
			// what fails from now on, no kill was the cause of
			this.up = true;
		}
	}

	/**
	 * How often it was killed: only one thread does.
	 */
	int kills() {
		return this.kills;
	}

	boolean isUp() {
		return this.up;
	}

	void pause(long millis) {
		this.process.pause(millis);
	}

	@Override
	public void close() {
		this.process.close();
	}

}
