package io.tito.embedded.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

import io.tito.embedded.storage.MvccDump;
import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Message;

/**
 * What a test may do to a running server, and ask of it. Thread-safe.
 * <p>
 * RPCs are named as in the protocol: {@code KvPrewrite}, {@code KvGet}, {@code Tso},
 * {@code GetRegion}. A command means the same inside a command stream.
 */
public final class Faults {

	private final List<Expectation> expectations = new CopyOnWriteArrayList<>();

	private final Counters counters = new Counters();

	private final SettableClock clock;

	private final Function<ByteString, MvccDump> dump;

	private volatile boolean maxTimestampSynced = true;

	/**
	 * Made by the server.
	 * @param clock the oracle's clock
	 * @param dump shows what is stored about a key
	 */
	public Faults(SettableClock clock, Function<ByteString, MvccDump> dump) {
		this.clock = clock;
		this.dump = dump;
	}

	/**
	 * Do something to the next request of an RPC.
	 * @param rpc the RPC's name
	 * @param action what to do
	 * @return the expectation
	 */
	public Expectation onNext(String rpc, FaultAction action) {
		return onNext(rpc, (request) -> true, action);
	}

	/**
	 * Do something to the next request that matches. Of several expectations the oldest
	 * that matches is met.
	 * @param rpc the RPC's name
	 * @param matching tells whether a request, a message of that RPC, is meant
	 * @param action what to do
	 * @return the expectation
	 */
	public Expectation onNext(String rpc, Predicate<? super Message> matching, FaultAction action) {
		return add(new Expectation(rpc, matching, action, true));
	}

	/**
	 * Do something to every request that matches, until it is cleared.
	 * @param rpc the RPC's name
	 * @param matching tells whether a request is meant
	 * @param action what to do
	 * @return the expectation
	 */
	public Expectation onEvery(String rpc, Predicate<? super Message> matching, FaultAction action) {
		return add(new Expectation(rpc, matching, action, false));
	}

	private Expectation add(Expectation expectation) {
		this.expectations.add(expectation);
		return expectation;
	}

	/**
	 * Forget one expectation.
	 * @param expectation what {@link #onNext} or {@link #onEvery} returned
	 */
	public void clear(Expectation expectation) {
		this.expectations.remove(expectation);
	}

	/**
	 * Forget all expectations. What is held stays held until it is released.
	 */
	public void clear() {
		this.expectations.clear();
	}

	/**
	 * Let the oracle's physical time jump ahead, for this server only.
	 * @param by how far
	 */
	public void advanceClock(Duration by) {
		if (by.isNegative()) {
			throw new IllegalArgumentException("The oracle's clock cannot go back, but was told to move by " + by);
		}
		this.clock.advance(by);
	}

	/**
	 * Let the oracle's physical time stand still: timestamps increase in their logical
	 * part only, unless {@link #advanceClock} moves it.
	 */
	public void freezeClock() {
		this.clock.freeze();
	}

	/**
	 * Let the oracle's physical time run again; it catches up.
	 */
	public void thawClock() {
		this.clock.thaw();
	}

	/**
	 * Let stores forget or learn which timestamps were read at, as after a leader has
	 * moved: until they know again, one-phase and async prewrites are answered with the
	 * region error {@code MaxTimestampNotSynced}.
	 * @param synced whether they know
	 */
	public void syncMaxTimestamp(boolean synced) {
		this.maxTimestampSynced = synced;
	}

	/**
	 * Whether stores know which timestamps were read at.
	 * @return true unless a test said otherwise
	 */
	public boolean isMaxTimestampSynced() {
		return this.maxTimestampSynced;
	}

	/**
	 * How many requests came in by RPC since the server was made. {@code BatchCommands}
	 * counts messages of command streams, {@code Tso} requests for timestamps, and
	 * {@code Tso.timestamps} how many timestamps they gave.
	 * @return counts by name; a name that is absent was never asked
	 */
	public Map<String, Long> requests() {
		return this.counters.snapshot();
	}

	/**
	 * What is stored about a key.
	 * @param key the key
	 * @return its lock and records
	 */
	public MvccDump dumpMvcc(byte[] key) {
		return this.dump.apply(ByteString.copyFrom(key));
	}

	void count(String name, long count) {
		this.counters.add(name, count);
	}

	@Nullable FaultAction meet(String rpc, Message request) {
		for (Expectation expectation : this.expectations) {
			// of two requests at once, the one that removes it meets it
			if (expectation.matches(rpc, request) && (!expectation.isOnce() || this.expectations.remove(expectation))) {
				return expectation.meet();
			}
		}
		return null;
	}

}
