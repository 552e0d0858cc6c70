package io.tito.sample.process.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Lets many customers place orders in waves, each in a thread of its own, until all
 * orders are placed. In a wave they order as fast as they are answered, so that a kill in
 * its midst meets requests and events that are under way.
 */
final class Load implements AutoCloseable {

	private final List<Customer> customers;

	private final List<ExecutorService> threads = new ArrayList<>();

	private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private final AtomicInteger open;

	private final CountDownLatch done;

	Load(List<Customer> customers, int orders) {
		this.customers = customers;
		this.open = new AtomicInteger(orders);
		this.done = new CountDownLatch(orders);
		customers.forEach((customer) -> this.threads.add(Executors.newSingleThreadExecutor()));
	}

	/**
	 * Begin a wave. A customer that is behind begins it when the last one is over.
	 * @param ordersEach how many orders each customer places in it
	 */
	void wave(int ordersEach) {
		for (int i = 0; i < this.customers.size(); i++) {
			Customer customer = this.customers.get(i);
			this.threads.get(i).execute(() -> place(customer, ordersEach));
		}
	}

	private void place(Customer customer, int orders) {
		try {
			for (int i = 0; i < orders && this.open.getAndDecrement() > 0; i++) {
				this.attempts.add(customer.place());
				this.done.countDown();
			}
		}
		catch (RuntimeException | Error ex) {
			this.failure.compareAndSet(null, ex);
		}
	}

	/**
	 * Wait for the end.
	 * @param most how long to wait
	 * @return whether all orders were placed
	 */
	boolean await(Duration most) throws InterruptedException {
		boolean over = this.done.await(most.toMillis(), TimeUnit.MILLISECONDS);
		Throwable ex = this.failure.get();
		if (ex != null) {
			throw new AssertionError("A customer gave up", ex);
		}
		return over;
	}

	List<Attempt> attempts() {
		return List.copyOf(this.attempts);
	}

	@Override
	public void close() {
		this.threads.forEach(ExecutorService::shutdownNow);
	}

}
