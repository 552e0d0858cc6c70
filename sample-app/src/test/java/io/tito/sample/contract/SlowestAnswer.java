package io.tito.sample.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.tito.sample.client.SampleClient;

/**
 * Asks the sample something simple all the time, and remembers how long the slowest
 * answer took: what a busy machine adds to anything that is measured meanwhile.
 */
final class SlowestAnswer implements AutoCloseable {

	private final SampleClient sample;

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicBoolean closed = new AtomicBoolean();

	private final Thread thread = new Thread(this::run, "slowest-answer");

	private SlowestAnswer(SampleClient sample) {
		this.sample = sample;
	}

	static SlowestAnswer watch(SampleClient sample) {
		SlowestAnswer watch = new SlowestAnswer(sample);
		watch.thread.setDaemon(true);
		watch.thread.start();
		return watch;
	}

	Duration slowest() {
		return Duration.ofNanos(this.nanos.get());
	}

	private void run() {
		while (!this.closed.get()) {
			long before = System.nanoTime();
			ask();
			this.nanos.accumulateAndGet(System.nanoTime() - before, Math::max);
		}
	}

	private void ask() {
		try {
			this.sample.get("/stats");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.closed.set(true);
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
