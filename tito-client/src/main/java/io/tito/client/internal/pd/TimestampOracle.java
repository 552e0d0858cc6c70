package io.tito.client.internal.pd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.tito.client.Timestamp;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pause;
import io.tito.client.internal.rpc.Pending;
import io.tito.client.internal.rpc.RpcException;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Pdpb;

/**
 * Timestamps, over one long-lived stream. While a request is in flight those who come
 * gather, and the next request asks for all of them at once; so a timestamp was always
 * asked for after its caller had asked. Thread-safe.
 */
public final class TimestampOracle implements AutoCloseable {

	private static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final PdLeader leader;

	private final ReentrantLock lock = new ReentrantLock();

	private List<Request> waiting = new ArrayList<>();

	private List<Request> inFlight = List.of();

	private @Nullable TimestampStream stream;

	private volatile Timestamp last = Timestamp.ZERO;

	private volatile long lastAt = System.nanoTime();

	public TimestampOracle(PdLeader leader) {
		this.leader = leader;
	}

	/**
	 * A timestamp greater than all that were given before this call.
	 * @param budget pays
	 * @return the timestamp
	 */
	public Timestamp fresh(Budget budget) {
		return await(request(), budget);
	}

	/**
	 * A timestamp as {@link #fresh}, whose predecessors are the caller's as well: several
	 * for one trip.
	 * @param count how many, itself included
	 * @param budget pays
	 * @return the last of them
	 */
	public Timestamp fresh(int count, Budget budget) {
		return await(request(count), budget);
	}

	/**
	 * Ask for a timestamp without waiting for it.
	 * @return the timestamp to come
	 */
	public Pending<Timestamp> request() {
		return request(1);
	}

	private Request request(int count) {
		Request request = new Request(count);
		this.lock.lock();
		try {
			this.waiting.add(request);
			if (this.inFlight.isEmpty()) {
				send();
			}
		}
		finally {
			this.lock.unlock();
		}
		return request;
	}

	/**
	 * Wait for a timestamp that was asked for; asks again if the stream broke meanwhile.
	 * @param request what {@link #request()} returned
	 * @param budget pays
	 * @return the timestamp
	 */
	public Timestamp await(Pending<Timestamp> request, Budget budget) {
		int count = (request instanceof Request own) ? own.count : 1;
		Pending<Timestamp> current = request;
		while (true) {
			try {
				budget.countTrip();
				return budget.await(current);
			}
			catch (RpcException ex) {
				recover(budget, ex);
				current = request(count);
			}
		}
	}

	private void recover(Budget budget, RpcException failure) {
		String cause = "PD gave no timestamp: " + failure.getMessage();
		budget.pause(Pause.PD_UNREACHABLE, 0, cause, failure);
		try {
			this.leader.refresh(budget);
		}
		catch (RpcException ex) {
			budget.pause(Pause.PD_UNREACHABLE, 0, cause + "; no PD server knows the leader", ex);
		}
	}

	/**
	 * A timestamp that is at most half a second old, for judging whether a lock has
	 * outlived its time. Too old for anything else.
	 * @param budget pays
	 * @return the timestamp
	 */
	public Timestamp recent(Budget budget) {
		Timestamp seen = this.last;
		if (!seen.equals(Timestamp.ZERO) && System.nanoTime() - this.lastAt < RECENT_NANOS) {
			return seen;
		}
		return fresh(budget);
	}

	/**
	 * The greatest timestamp that this client was given, whatever its age.
	 * @return the timestamp, zero before the first
	 */
	public Timestamp last() {
		return this.last;
	}

	/**
	 * About the time that the oracle has now. Only for judging what is surely old.
	 * @return milliseconds since 1970: the greatest timestamp that this client was given,
	 * moved on by the time since then; 0 before the first
	 */
	long estimateMillis() {
		long since = this.lastAt;
		long millis = this.last.physical();
		return (millis == 0) ? 0 : millis + TimeUnit.NANOSECONDS.toMillis(Math.max(0, System.nanoTime() - since));
	}

	// with the lock, which answers need: inside the JVM they come while this sends, on
	// this
	// thread; and no other thread has one, as nothing is in flight
	private void send() {
		TimestampStream open = this.stream;
		if (open == null) {
			open = TimestampStream.open(this.leader, this);
			this.stream = open;
		}
		this.inFlight = this.waiting;
		this.waiting = new ArrayList<>();
		open.send(total(this.inFlight));
		RpcException broken = open.failure();
		if (broken != null) {
			// it may have ended before this.stream named it
			failed(open, broken);
		}
	}

	void answered(TimestampStream from, Pdpb.TsoResponse response) {
		List<Request> batch;
		long first;
		this.lock.lock();
		try {
			if (from != this.stream) {
				return;
			}
			batch = this.inFlight;
			first = first(response, total(batch));
			this.inFlight = List.of();
			if (!this.waiting.isEmpty()) {
				send();
			}
		}
		catch (IllegalStateException ex) {
			from.cancel(String.valueOf(ex.getMessage()));
			return;
		}
		finally {
			this.lock.unlock();
		}
		for (Request request : batch) {
			first += request.count;
			request.complete(new Timestamp(first - 1));
		}
	}

	private static int total(List<Request> requests) {
		int total = 0;
		for (Request request : requests) {
			total += request.count;
		}
		return total;
	}

	private long first(Pdpb.TsoResponse response, int count) {
		Timestamp end = Timestamp.of(response.getTimestamp().getPhysical(), response.getTimestamp().getLogical());
		Timestamp first = new Timestamp(end.value() - count + 1);
		if (response.getHeader().hasError() || response.getCount() != count) {
			throw new IllegalStateException("PD refused timestamps: " + response.getHeader().getError().getMessage());
		}
		if (!first.isAfter(this.last)) {
			throw new IllegalStateException("PD's time went backwards from " + this.last + " to " + first);
		}
		this.last = end;
		this.lastAt = System.nanoTime();
		return first.value();
	}

	void failed(TimestampStream from, RpcException failure) {
		List<Request> lost;
		this.lock.lock();
		try {
			if (from != this.stream) {
				return;
			}
			this.stream = null;
			lost = new ArrayList<>(this.inFlight);
			lost.addAll(this.waiting);
			this.inFlight = List.of();
			this.waiting = new ArrayList<>();
		}
		finally {
			this.lock.unlock();
		}
		lost.forEach((request) -> request.completeExceptionally(failure));
	}

	private void givenUp(Request request) {
		TimestampStream silent = null;
		this.lock.lock();
		try {
			if (!this.waiting.remove(request)) {
				silent = this.stream;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (silent != null && this.lastAt - request.startedAt() < 0) {
			silent.cancel("PD gave no timestamp in time");
		}
	}

	@Override
	public void close() {
		TimestampStream open;
		this.lock.lock();
		try {
			open = this.stream;
		}
		finally {
			this.lock.unlock();
		}
		if (open != null) {
			open.cancel("The client was closed");
		}
	}

	private final class Request extends Pending<Timestamp> {

		private final int count;

		Request(int count) {
			super("Tso");
			this.count = count;
		}

		@Override
		protected void abandon() {
			super.abandon();
			givenUp(this);
		}

	}

}
