package io.tito.listener.container;

import java.time.Duration;
import java.time.Instant;

import io.tito.listener.EventMetadata;
import io.tito.listener.RejectEventException;
import io.tito.listener.UnreadablePayloadException;
import io.tito.listener.container.Attempt.Failed;
import io.tito.listener.container.Attempt.Handled;
import io.tito.listener.retry.FailureKind;
import io.tito.listener.retry.RetryDecision;
import io.tito.listener.retry.RetryPolicy;
import io.tito.log.Acknowledgement;
import io.tito.log.LogListener;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;
import io.tito.log.PartitionId;
import io.tito.log.StoredEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the handler of one listener with one event, and says what becomes of an event
 * that failed. Thread-safe.
 */
final class EventRunner {

	private static final Logger logger = LoggerFactory.getLogger(EventRunner.class);

	private final ListenerDefinition listener;

	private final RetryPolicy policy;

	private final LogListener metrics;

	EventRunner(ListenerDefinition listener, RetryPolicy policy, LogListener metrics) {
		this.listener = listener;
		this.policy = policy;
		this.metrics = metrics;
	}

	/**
	 * Call the handler.
	 * @param owned where the event was read
	 * @param event the event
	 * @param before how often it was tried before
	 * @param now the oracle's time in milliseconds
	 * @return how it ended; nothing is thrown
	 */
	Attempt run(OwnedPartition owned, LoggedEvent event, int before, long now) {
		long began = System.nanoTime();
		Throwable thrown = call(owned.id(), owned.epoch(), event, before);
		Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
		return (thrown == null) ? new Handled(elapsed) : failed(thrown, before, now, elapsed);
	}

	/**
	 * A failure that showed only after the handler had returned.
	 */
	Failed failed(Throwable thrown, int before, long now, Duration elapsed) {
		FailureKind kind = FailureKind.of(thrown);
		return new Failed(kind, thrown, this.policy.decide(before, kind, thrown, now), elapsed);
	}

	/**
	 * Add to an acknowledgement what becomes of an event that failed.
	 */
	void acknowledge(Acknowledgement acknowledgement, LoggedEvent event, Failed failed, long now) {
		if (failed.decision() instanceof RetryDecision.TryAgain again) {
			acknowledgement.retry(event, again.attempts(), again.next(), again.error());
		}
		else {
			acknowledgement.bury(event, failed.decision().attempts(), now, failed.decision().error());
		}
	}

	/**
	 * Tell of a failure that is acknowledged.
	 */
	void acknowledged(PartitionId id, LoggedEvent event, Failed failed) {
		if (failed.isFinal()) {
			logger.warn("{} gave up the event at {} of {} after {} attempts; it is kept as a dead letter",
					this.listener.description(), event.position(), id, failed.decision().attempts(), failed.thrown());
			count(LogListener.Outcome.DEAD_LETTER, failed.elapsed());
		}
		else if (failed.kind() == FailureKind.TRANSIENT) {
			logger.debug("{} met the store's resistance with the event at {} of {}; it is tried again",
					this.listener.description(), event.position(), id, failed.thrown());
		}
		else {
			logger.warn(
					"{} could not handle the event at {} of {}; its lane waits and tries again (attempts so far: {})",
					this.listener.description(), event.position(), id, failed.decision().attempts(), failed.thrown());
			count(LogListener.Outcome.FAILED, failed.elapsed());
		}
	}

	/**
	 * Count an event whose handling is acknowledged.
	 */
	void acknowledged(Duration elapsed) {
		count(LogListener.Outcome.HANDLED, elapsed);
	}

	private @Nullable Throwable call(PartitionId id, long epoch, LoggedEvent event, int before) {
		if (this.policy.isExhausted(before)) {
			return new RejectEventException(
					"Each of %d attempts to handle this event ended with its owner".formatted(before));
		}
		StoredEvent stored = event.event();
		if (stored == null) {
			return new UnreadablePayloadException("The event is stored in a format that this version does not know",
					null);
		}
		try {
			this.listener.handler()
				.handle(metadata(id, epoch, event, stored, before), stored.payloadType(), stored.payload());
			return null;
		}
		catch (Throwable ex) {
			// an error of one handler must not end the thread that serves all
			return ex;
		}
	}

	private static EventMetadata metadata(PartitionId id, long epoch, LoggedEvent event, StoredEvent stored,
			int before) {
		Long due = stored.due();
		return new EventMetadata(stored.id(), id.type(), stored.key(), id.group(), id.partition(), stored.operation(),
				stored.versionBefore(), stored.versionAfter(), (due != null) ? Instant.ofEpochMilli(due) : null,
				Instant.ofEpochMilli(event.position().millis()), before + 1, epoch, stored.headers());
	}

	private void count(LogListener.Outcome outcome, Duration elapsed) {
		this.metrics.handled(this.listener.type(), this.listener.group(), outcome, elapsed);
	}

}
