package io.tito.benchmark.peer.measure;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

import io.tito.benchmark.peer.Event;
import io.tito.benchmark.peer.Peer;

/**
 * A product that keeps its events in memory, and may be told to be a bad one.
 */
final class MemoryPeer implements Peer {

	private final DelayQueue<Held> queue = new DelayQueue<>();

	private final AtomicLong pending = new AtomicLong();

	private final LongConsumer handler;

	private volatile boolean on;

	private Thread consumer;

	/** Every so many events are lost; 0 for none. */
	long losesEach;

	/** Every so many events are handled twice; 0 for none. */
	long repeatsEach;

	/** How much too early delayed events are handled. */
	Duration early = Duration.ZERO;

	/** Whether the product has a clock of its own, which is behind. */
	boolean clockIsBehind;

	private final LongAdder earlyByItsClock = new LongAdder();

	MemoryPeer(LongConsumer handler) {
		this.handler = handler;
	}

	@Override
	public void commit(String id, String document, Event event) {
		commitDelayed(id, document, event, Duration.ZERO);
	}

	@Override
	public void commitDelayed(String id, String document, Event event, Duration delay) {
		add(event.sequence(), delay.minus(this.early));
	}

	private void add(long sequence, Duration delay) {
		if (this.losesEach == 0 || sequence % this.losesEach != 0) {
			this.pending.incrementAndGet();
			this.queue.add(new Held(sequence, System.nanoTime() + delay.toNanos()));
		}
	}

	@Override
	public void consumersOn() {
		this.on = true;
		this.consumer = new Thread(this::consume);
		this.consumer.start();
	}

	private void consume() {
		try {
			while (this.on) {
				Held next = this.queue.poll(1, TimeUnit.MILLISECONDS);
				if (next != null) {
					handle(next.sequence());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void handle(long sequence) {
		this.handler.accept(sequence);
		this.earlyByItsClock.increment();
		if (this.repeatsEach != 0 && sequence % this.repeatsEach == 0) {
			this.handler.accept(sequence);
		}
		this.pending.decrementAndGet();
	}

	@Override
	public void consumersOff() throws InterruptedException {
		this.on = false;
		this.consumer.join();
	}

	@Override
	public long pending() {
		return this.pending.get();
	}

	@Override
	public void seed(long first, int count) {
		for (int i = 0; i < count; i++) {
			add(first + i, Duration.ZERO);
		}
	}

	@Override
	public void clear() {
		this.queue.clear();
		this.pending.set(0);
	}

	@Override
	public OptionalLong early() {
		return this.clockIsBehind ? OptionalLong.of(this.earlyByItsClock.sum()) : OptionalLong.empty();
	}

	@Override
	public void close() {
	}

	private record Held(long sequence, long due) implements Delayed {

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(this.due - System.nanoTime(), TimeUnit.NANOSECONDS);
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(this.due, ((Held) other).due());
		}

	}

}
