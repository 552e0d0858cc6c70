package io.tito.listener.container;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tito.listener.BatchEventHandler;
import io.tito.listener.EventHandler;
import io.tito.listener.EventMetadata;
import io.tito.listener.EventOutcome;
import io.tito.listener.ReceivedEvent;
import io.tito.listener.RejectEventException;
import io.tito.listener.UnreadablePayloadException;
import io.tito.listener.container.Attempt.Failed;
import io.tito.listener.container.Attempt.Handled;
import io.tito.listener.container.Attempt.Rescheduled;
import io.tito.listener.observation.ListenerObservations;
import io.tito.listener.retry.FailureKind;
import io.tito.listener.retry.RetryPolicy;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;
import io.tito.log.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handler of one listener, and decides what becomes of events that failed.
 * Thread-safe.
 */
final class EventRunner {

	private final ListenerDefinition listener;

	private final RetryPolicy policy;

	private final HandlerWatch watch;

	private final ListenerObservations observations;

	private final Clock clock;

	EventRunner(ListenerDefinition listener, RetryPolicy policy, HandlerWatch watch,
			ListenerObservations observations) {
		this.listener = listener;
		this.policy = policy;
		this.watch = watch;
		this.observations = observations;
		this.clock = Clock.systemUTC();
	}

	/**
	 * Whether events are handled together.
	 */
	boolean isBatch() {
		return this.listener.handler() instanceof BatchEventHandler;
	}

	/**
	 * Why an event is not handed to the handler at all.
	 * @return the failure, or null if it may be handled
	 */
	@Nullable Failed refuse(OwnedPartition owned, LoggedEvent event, long now) {
		int before = Tries.of(owned, event).attempts();
		if (this.policy.isExhausted(before)) {
			return failed(owned, event, new RejectEventException(
					"Each of %d attempts to handle this event ended with its owner".formatted(before)), now);
		}
		if (event.event() == null) {
			return failed(owned, event, new UnreadablePayloadException(
					"The event is stored in a format that this version does not know", null), now);
		}
		return null;
	}

	/**
	 * Handle one event that is not {@link #refuse refused}.
	 * @param now the oracle's time in milliseconds
	 * @return how it ended; nothing is thrown
	 */
	Attempt run(OwnedPartition owned, LoggedEvent event, long now) {
		Failed refused = refuse(owned, event, now);
		return (refused != null) ? refused : run(owned, List.of(event), now).get(0);
	}

	/**
	 * Handle events together, none of which is {@link #refuse refused}.
	 * @param now the oracle's time in milliseconds
	 * @return how each ended; nothing is thrown
	 */
	List<Attempt> run(OwnedPartition owned, List<LoggedEvent> events, long now) {
		long began = System.nanoTime();
		List<Attempt> attempts = new ArrayList<>(events.size());
		try {
			List<EventOutcome> outcomes = call(received(owned, events));
			Duration elapsed = Duration.ofNanos((System.nanoTime() - began) / events.size());
			for (int i = 0; i < events.size(); i++) {
				attempts.add(attempt(owned, events.get(i), outcomes.get(i), now, elapsed));
			}
		}
		catch (Throwable ex) {
			// an error of one handler must not end the thread that serves all
			Duration elapsed = Duration.ofNanos((System.nanoTime() - began) / events.size());
			attempts.clear();
			events.forEach((event) -> attempts.add(failed(owned, event, ex, now, elapsed)));
		}
		return attempts;
	}

	/**
	 * A failure that showed only after the handler had returned.
	 */
	Failed failed(OwnedPartition owned, LoggedEvent event, Throwable thrown, long now) {
		return failed(owned, event, thrown, now, Duration.ZERO);
	}

	private Failed failed(OwnedPartition owned, LoggedEvent event, Throwable thrown, long now, Duration elapsed) {
		FailureKind kind = FailureKind.of(thrown);
		Tries tries = Tries.of(owned, event);
		return new Failed(kind, thrown,
				this.policy.decide(tries.attempts(), kind, thrown, now, tries.unreadableSince()), elapsed);
	}

	private Attempt attempt(OwnedPartition owned, LoggedEvent event, EventOutcome outcome, long now, Duration elapsed) {
		if (outcome instanceof EventOutcome.Rescheduled rescheduled) {
			return new Rescheduled(rescheduled.at(), elapsed);
		}
		if (outcome instanceof EventOutcome.Failed failed) {
			return failed(owned, event, failed.cause(), now, elapsed);
		}
		return new Handled(elapsed);
	}

	private List<EventOutcome> call(List<ReceivedEvent> events) throws Exception {
		if (this.listener.handler() instanceof EventHandler handler) {
			ReceivedEvent event = events.get(0);
			return this.observations.observe(this.listener.id(), event,
					() -> List.of(this.watch.call(() -> handler.handle(event))));
		}
		BatchEventHandler handler = (BatchEventHandler) this.listener.handler();
		List<EventOutcome> outcomes = this.observations.observe(this.listener.id(), events,
				() -> this.watch.call(() -> handler.handle(events)));
		if (outcomes.size() != events.size()) {
			throw new IllegalStateException("%s returned %d outcomes for %d events: return one for each, in their order"
				.formatted(this.listener.description(), outcomes.size(), events.size()));
		}
		return outcomes;
	}

	private List<ReceivedEvent> received(OwnedPartition owned, List<LoggedEvent> events) {
		Duration timeout = this.watch.timeout();
		Instant deadline = (timeout != null) ? this.clock.instant().plus(timeout) : null;
		List<ReceivedEvent> received = new ArrayList<>(events.size());
		for (LoggedEvent event : events) {
			StoredEvent stored = event.event();
			if (stored == null) {
				throw new IllegalArgumentException("The event at %s is refused".formatted(event.position()));
			}
			received.add(new ReceivedEvent(metadata(owned, event, stored, deadline), event.lane(), stored.payloadType(),
					stored.payload()));
		}
		return received;
	}

	private static EventMetadata metadata(OwnedPartition owned, LoggedEvent event, StoredEvent stored,
			@Nullable Instant deadline) {
		Long due = stored.due();
		int attempt = Tries.of(owned, event).attempts() + 1;
		return new EventMetadata(stored.id(), owned.id().type(), stored.key(), owned.id().group(),
				owned.id().partition(), stored.operation(), stored.versionBefore(), stored.versionAfter(),
				(due != null) ? Instant.ofEpochMilli(due) : null, Instant.ofEpochMilli(event.position().millis()),
				attempt, owned.epoch(), deadline, stored.headers());
	}

}
