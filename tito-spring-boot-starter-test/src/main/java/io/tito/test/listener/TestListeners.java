package io.tito.test.listener;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tito.listener.container.ListenerStep;
import io.tito.listener.container.ListenerSteps;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.test.store.ListenerSuspension;
import io.tito.test.store.OracleClock;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * The listeners of the application under test, run by the test. Give it as a parameter to
 * a test method, or inject it. Thread-safe; one call at a time.
 */
public final class TestListeners implements SmartLifecycle, ListenerSuspension {

	/** So far a lost race, which spends no attempt, may put an event off. */
	private static final Duration LOST_RACE = Duration.ofMillis(200);

	private final TitoListenerContainerRegistry registry;

	private final Runnable renewal;

	private final Supplier<@Nullable OracleClock> clock;

	private final ListenerMode mode;

	private final Duration timeout;

	private final Runnable check;

	private @Nullable ListenerSteps steps;

	private volatile boolean running;

	TestListeners(TitoListenerContainerRegistry registry, Runnable renewal, Supplier<@Nullable OracleClock> clock,
			TitoTestProperties properties, Runnable check) {
		this.registry = registry;
		this.renewal = renewal;
		this.clock = clock;
		this.mode = properties.listeners();
		this.timeout = properties.drainTimeout();
		this.check = check;
	}

	/**
	 * Run all listeners of this application until nothing is pending that is due now:
	 * until every partition was looked at, at one snapshot, and none had anything to do.
	 * What handlers publish meanwhile is handled, too.
	 * <p>
	 * An event whose handler fails is due again after a pause, so its retry is not run:
	 * it is among what is {@link Drained#waiting() waiting}. Scheduled events are not
	 * delivered before their time. Use {@link #drain(Duration)} for both. Meanwhile the
	 * oracle's clock stands still, so that nothing else becomes due while this takes its
	 * time. Listeners that are stopped or paused are left out.
	 * @return what waits
	 * @throws AssertionError if it takes longer than {@code tito.test.drain-timeout}; the
	 * message says what is still pending
	 * @throws IllegalStateException if the transaction of this thread has published
	 * events and is not committed
	 */
	public Drained drain() {
		return drain(Duration.ZERO);
	}

	/**
	 * Run all listeners as {@link #drain()} does, then move the oracle's clock to the
	 * next event or retry that is due, and so on, until the clock has moved as far as was
	 * asked for.
	 * @param ahead how far to move the clock
	 * @return what waits then
	 * @throws AssertionError as {@link #drain()} does
	 * @throws IllegalStateException as {@link #drain()} does, or if the test is not on an
	 * embedded server of its own
	 */
	public synchronized Drained drain(Duration ahead) {
		this.check.run();
		boolean keep = this.mode == ListenerMode.MANUAL && !this.registry.isRunning();
		ListenerSteps opened = open();
		Runnable thaw = freeze();
		try {
			ListenerStep last = drain(opened, ahead, System.nanoTime() + this.timeout.toNanos());
			return new Drained(last.waiting(), last.nextDue());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The test was interrupted while its listeners ran", ex);
		}
		finally {
			thaw.run();
			if (!keep) {
				close();
			}
		}
	}

	@Override
	public synchronized void suspendWhile(Runnable action) {
		boolean reopen = this.steps != null && !this.steps.isClosed();
		close();
		boolean resume = this.registry.isRunning();
		ListenerSteps held = resume ? this.registry.stepwise() : null;
		try {
			action.run();
		}
		finally {
			if (held != null) {
				held.close();
			}
			if (reopen) {
				open();
			}
		}
	}

	@Override
	public synchronized void start() {
		if (this.mode == ListenerMode.MANUAL && !this.registry.isRunning()) {
			open();
		}
		this.running = true;
	}

	/**
	 * Give back the partitions, as before a context is paused.
	 */
	@Override
	public synchronized void stop() {
		this.running = false;
		close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return TitoListenerContainerRegistry.PHASE;
	}

	/**
	 * The time stands still, so that what is due now does not depend on how long it takes
	 * to handle it.
	 */
	private Runnable freeze() {
		OracleClock oracle = this.clock.get();
		if (oracle == null || oracle.isFrozen()) {
			return () -> {
			};
		}
		oracle.freeze();
		return oracle::thaw;
	}

	private ListenerStep drain(ListenerSteps opened, Duration ahead, long deadline) throws InterruptedException {
		ListenerStep step = settle(opened, deadline);
		if (ahead.isZero()) {
			return step;
		}
		OracleClock oracle = clock();
		Instant end = oracle.now().plus(ahead);
		for (Instant next = step.nextDue(); next != null && !next.isAfter(end); next = step.nextDue()) {
			if (System.nanoTime() - deadline >= 0) {
				throw new AssertionError(pending(step));
			}
			oracle.advanceTo(next);
			step = settle(opened, deadline);
		}
		oracle.advanceTo(end);
		return settle(opened, deadline);
	}

	private ListenerStep settle(ListenerSteps opened, long deadline) throws InterruptedException {
		while (true) {
			ListenerStep step = opened.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
			if (step.isIdle() && !passLostRaces(step)) {
				return step;
			}
			if (System.nanoTime() - deadline >= 0) {
				throw new AssertionError(pending(step));
			}
			// after a breakpoint the session may have ended
			this.renewal.run();
		}
	}

	/**
	 * An event that lost a race against another transaction is tried again after a
	 * moment: let that pass, it is no failure of the handler.
	 */
	private boolean passLostRaces(ListenerStep step) {
		OracleClock oracle = this.clock.get();
		Instant next = step.waiting()
			.stream()
			.filter((lane) -> lane.attempts() == 0)
			.flatMap((lane) -> Stream.ofNullable(lane.next()))
			.min(Instant::compareTo)
			.orElse(null);
		if (oracle == null || next == null || next.isAfter(oracle.now().plus(LOST_RACE))) {
			return false;
		}
		oracle.advanceTo(next);
		return true;
	}

	private String pending(ListenerStep step) {
		String open = step.open().stream().map((id) -> "  " + id).collect(Collectors.joining("%n".formatted()));
		String waiting = step.waiting()
			.stream()
			.map((lane) -> "  " + lane)
			.collect(Collectors.joining("%n".formatted()));
		return ("After %s (tito.test.drain-timeout) there is still something to handle, or a handler has not "
				+ "returned. Does a handler wait for the test, or publish an event each time that makes it run again?%n"
				+ "Open:%n%s%nWaiting to be tried again:%n%s")
			.formatted(this.timeout, open, waiting.isEmpty() ? "  nothing" : waiting);
	}

	private OracleClock clock() {
		OracleClock oracle = this.clock.get();
		if (oracle == null) {
			throw new IllegalStateException("The clock can be moved on an embedded server of the test only: "
					+ "call drain() without a duration, or take the server that @AutoConfigureTito starts");
		}
		return oracle;
	}

	private ListenerSteps open() {
		if (this.steps == null || this.steps.isClosed()) {
			this.steps = this.registry.stepwise();
		}
		return Objects.requireNonNull(this.steps);
	}

	private void close() {
		if (this.steps != null) {
			this.steps.close();
			this.steps = null;
		}
	}

}
