package io.tito.listener.container;

import java.time.Duration;

import io.tito.listener.container.Attempt.Failed;
import io.tito.listener.container.Attempt.Handled;
import io.tito.listener.container.Attempt.Rescheduled;
import io.tito.listener.retry.FailureKind;
import io.tito.listener.retry.RetryDecision;
import io.tito.listener.retry.RetryPolicy;
import io.tito.log.Acknowledgement;
import io.tito.log.LogListener;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;
import io.tito.log.PartitionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how events ended into acknowledgements, and tells of it once they are committed.
 * Thread-safe.
 */
final class Outcomes {

	private static final Logger logger = LoggerFactory.getLogger(Outcomes.class);

	private final ListenerDefinition listener;

	private final RetryPolicy policy;

	private final LogListener metrics;

	private final boolean holdsLanes;

	Outcomes(ListenerDefinition listener, ListenerSettings settings, RetryPolicy policy, LogListener metrics) {
		this.listener = listener;
		this.policy = policy;
		this.metrics = metrics;
		// without order no event waits for another
		this.holdsLanes = settings.isOrdered() && policy.holdsLanes();
	}

	RetryPolicy policy() {
		return this.policy;
	}

	/**
	 * Whether the later events of the lane have to wait.
	 */
	boolean blocks(Attempt attempt) {
		if (attempt instanceof Failed failed) {
			return !failed.isFinal() || this.holdsLanes;
		}
		return attempt instanceof Rescheduled;
	}

	/**
	 * Add to an acknowledgement what becomes of an event.
	 * @param now the oracle's time in milliseconds
	 */
	void acknowledge(Acknowledgement acknowledgement, OwnedPartition owned, LoggedEvent event, Attempt attempt,
			long now) {
		if (attempt instanceof Handled) {
			acknowledgement.remove(event);
		}
		else if (attempt instanceof Rescheduled rescheduled) {
			acknowledgement.retry(event, Tries.of(owned, event).attempts(), rescheduled.at().toEpochMilli(),
					"rescheduled by the listener");
		}
		else if (attempt instanceof Failed failed) {
			failed(acknowledgement, owned, event, failed, now);
		}
	}

	/**
	 * Tell of what is acknowledged.
	 */
	void acknowledged(PartitionId id, LoggedEvent event, Attempt attempt) {
		if (attempt instanceof Handled handled) {
			count(LogListener.Outcome.HANDLED, handled.elapsed());
		}
		else if (attempt instanceof Failed failed) {
			failed(id, event, failed);
		}
	}

	private void failed(Acknowledgement acknowledgement, OwnedPartition owned, LoggedEvent event, Failed failed,
			long now) {
		RetryDecision decision = failed.decision();
		if (decision instanceof RetryDecision.TryAgain again) {
			long since = Tries.of(owned, event).unreadableSince();
			boolean unreadable = failed.kind() == FailureKind.UNREADABLE;
			acknowledgement.retry(event, again.attempts(), again.next(), again.error(),
					unreadable ? ((since != 0) ? since : now) : 0);
		}
		else if (this.holdsLanes) {
			acknowledgement.hold(event, decision.attempts(), now, decision.error());
		}
		else {
			acknowledgement.bury(event, decision.attempts(), now, decision.error());
		}
	}

	private void failed(PartitionId id, LoggedEvent event, Failed failed) {
		if (failed.isFinal()) {
			logger.warn(
					"{} gave up the event at {} of {} after {} attempts; it is kept as a dead letter, and its lane {}",
					this.listener.description(), event.position(), id, failed.decision().attempts(),
					this.holdsLanes ? "waits until that is replayed or discarded" : "goes on", failed.thrown());
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

	private void count(LogListener.Outcome outcome, Duration elapsed) {
		this.metrics.handled(this.listener.type(), this.listener.group(), outcome, elapsed);
	}

}
