package io.tito.sample.process.kill;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Lets many customers place orders at a steady pace, each in a thread of its own, until
 * all orders are placed.
 */
final class Load implements AutoCloseable {

	private final ScheduledExecutorService threads;

	private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private final AtomicInteger open;

	private final CountDownLatch done;

	Load(int customers, int orders) {
		this.threads = Executors.newScheduledThreadPool(customers);
		this.open = new AtomicInteger(orders);
		this.done = new CountDownLatch(orders);
	}

	void start(List<Customer> customers, Duration pace) {
		for (Customer customer : customers) {
			this.threads.scheduleWithFixedDelay(() -> place(customer), 0, pace.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void place(Customer customer) {
		if (this.open.getAndDecrement() <= 0) {
			return;
		}
		try {
			this.attempts.add(customer.place());
			this.done.countDown();
		}
		catch (RuntimeException | Error ex) {
			this.failure.compareAndSet(null, ex);
			throw ex;
		}
	}

	/**
	 * Wait for the end.
	 * @param most how long to wait
	 * @return whether all orders were placed
	 */
	boolean await(Duration most) throws InterruptedException {
		Throwable ex = this.failure.get();
		if (ex != null) {
			throw new AssertionError("A customer gave up", ex);
		}
		return this.done.await(most.toMillis(), TimeUnit.MILLISECONDS);
	}

	List<Attempt> attempts() {
		return List.copyOf(this.attempts);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
