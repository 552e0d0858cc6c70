package io.tito.log;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what no group needs any more: events that are older than the retention time and
 * settled by every group of their type, announcements that no group can need, and the
 * rows of scheduled events and idempotency keys. To be run by one instance at a time; a
 * round may be broken off anywhere and run again. Not thread-safe.
 */
public final class LogRetention {

	private static final Logger logger = LoggerFactory.getLogger(LogRetention.class);

	private final EventLog log;

	private final LogListener listener;

	private final Nudges nudges;

	private final IdRows scheduled;

	private final IdRows onces;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	public LogRetention(EventLog log, LogListener listener) {
		this.log = log;
		this.listener = listener;
		this.nudges = new Nudges(log);
		LogKeys keys = log.keys();
		this.scheduled = new IdRows(log, keys.scheduled());
		this.onces = new IdRows(log, keys.onces());
	}

	/**
	 * Remove what can be removed now.
	 * @param retention how long events are kept at least
	 * @param fence run in each transaction before its commit; an exception ends the round
	 * @return what was done
	 */
	public RetentionRound run(Duration retention, Consumer<Transaction> fence) {
		Snapshot now = this.log.client().snapshot();
		Timestamp oldest = now.timestamp().minus(retention);
		RetentionRound round = RetentionRound.NOTHING;
		for (String type : this.log.types(now)) {
			round = round.plus(run(type, now, oldest, fence));
		}
		Trims trims = new Trims(this.log, this.log.client().snapshot());
		int rows = this.scheduled.remove((key, value) -> trims.cover(value), fence)
				+ this.onces.remove((key, value) -> OnceRow.decode(key, value).millis() < oldest.physical(), fence);
		return round.plus(new RetentionRound(0, 0, rows, 0));
	}

	private RetentionRound run(String type, Snapshot now, Timestamp oldest, Consumer<Transaction> fence) {
		List<String> groups = this.log.groups().names(now, type);
		TypeRetention retention = new TypeRetention(this.log, type, groups, this.nudges, fence);
		int announcements = retention.removeAnnouncements(now);
		if (groups.isEmpty()) {
			keep(type);
			return new RetentionRound(0, announcements, 0, 0);
		}
		this.warned.remove(type);
		long events = retention.removeEvents(oldest);
		if (events > 0) {
			this.listener.removed(type, events);
			logger.debug("Removed {} events of type '{}' from before {}", events, type, oldest.instant());
		}
		return new RetentionRound(events, announcements, 0, retention.nudged());
	}

	private void keep(String type) {
		this.listener.keptWithoutGroup(type);
		if (this.warned.add(type)) {
			logger.warn("No group reads the event type '{}', so its events are kept for ever: add a listener, or stop "
					+ "publishing them", type);
		}
	}

}
