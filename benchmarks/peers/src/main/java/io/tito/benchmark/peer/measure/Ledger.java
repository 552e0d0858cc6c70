package io.tito.benchmark.peer.measure;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;

/**
 * Knows every event ever made in this process: when its commit began, when its handler
 * was first entered, and how often. Thread-safe.
 */
public final class Ledger {

	private final long[] started;

	private final long[] handled;

	private final AtomicIntegerArray calls;

	private final AtomicLong next = new AtomicLong();

	private final LongAdder distinct = new LongAdder();

	private final LongAdder duplicates = new LongAdder();

	public Ledger(int capacity) {
		this.started = new long[capacity];
		this.handled = new long[capacity];
		this.calls = new AtomicIntegerArray(capacity);
	}

	/**
	 * Reserve consecutive sequences.
	 * @param count how many
	 * @return the first one
	 */
	public long reserve(int count) {
		long first = this.next.getAndAdd(count);
		if (first + count > this.started.length) {
			throw new IllegalStateException("The ledger is full; measure fewer works at once");
		}
		return first;
	}

	/**
	 * Note the instant that latency is measured from.
	 * @param seq the sequence
	 * @param nanos the instant
	 */
	public void start(long seq, long nanos) {
		this.started[(int) seq] = nanos;
	}

	/**
	 * Note a call; to be done first thing in every handler.
	 * @param seq the sequence
	 */
	public void onHandler(long seq) {
		long now = System.nanoTime();
		if (this.calls.getAndIncrement((int) seq) == 0) {
			this.handled[(int) seq] = now;
			this.distinct.increment();
		}
		else {
			this.duplicates.increment();
		}
	}

	public long distinct() {
		return this.distinct.sum();
	}

	public long duplicates() {
		return this.duplicates.sum();
	}

	public long next() {
		return this.next.get();
	}

	public long unhandled(long from, long to, LongPredicate committed) {
		long n = 0;
		for (long s = from; s < to; s++) {
			if (committed.test(s) && this.calls.get((int) s) == 0) {
				n++;
			}
		}
		return n;
	}

	public long handledCount(long from, long to, long windowStart, long windowEnd) {
		long n = 0;
		for (long s = from; s < to; s++) {
			if (this.calls.get((int) s) > 0 && this.handled[(int) s] >= windowStart
					&& this.handled[(int) s] < windowEnd) {
				n++;
			}
		}
		return n;
	}

	/**
	 * Latencies of the events first handled within a window.
	 * @param from first sequence
	 * @param to end of the sequences
	 * @param windowStart begin of the window
	 * @param windowEnd end of the window
	 * @return nanoseconds
	 */
	public long[] latencies(long from, long to, long windowStart, long windowEnd) {
		long[] out = new long[(int) (to - from)];
		int n = 0;
		for (long s = from; s < to; s++) {
			int i = (int) s;
			if (this.calls.get(i) > 0 && this.started[i] != 0 && this.handled[i] >= windowStart
					&& this.handled[i] < windowEnd) {
				out[n++] = this.handled[i] - this.started[i];
			}
		}
		return Arrays.copyOf(out, n);
	}

}
