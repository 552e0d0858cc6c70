package io.tito.log;

import java.time.Instant;

import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of a group are meant, and what may be done with them. Immutable:
 * each method returns a changed copy. All conditions hold together.
 *
 * @param type the event type
 * @param group the group
 * @param id the id of the event; null for any
 * @param lane the key of the event; null for any
 * @param partition the partition; null for any
 * @param error the class of the exception, with or without its package; null for any
 * @param before the time before which the event was given up; null for any
 * @param limit the most dead letters
 * @param rate the most lanes to begin with in a second; null for no limit
 * @param isDryRun whether only to count
 */
public record DeadLetterQuery(String type, String group, @Nullable EventId id, @Nullable String lane,
		@Nullable Integer partition, @Nullable String error, @Nullable Instant before, int limit,
		@Nullable Integer rate, boolean isDryRun) {

	private static final int LIMIT = 1000;

	public DeadLetterQuery {
		Namespace.checkName("event type", type);
		Namespace.checkName("group", group);
		if (limit < 1) {
			throw new IllegalArgumentException("The limit of dead letters is at least 1, not " + limit);
		}
		if (rate != null && rate < 1) {
			throw new IllegalArgumentException("The rate of a replay is at least 1 in a second, not " + rate);
		}
	}

	/**
	 * All dead letters of a group, 1000 at a time.
	 * @param type the event type
	 * @param group the group
	 * @return the query
	 */
	public static DeadLetterQuery of(String type, String group) {
		return new DeadLetterQuery(type, group, null, null, null, null, null, LIMIT, null, false);
	}

	public DeadLetterQuery id(EventId event) {
		return new DeadLetterQuery(this.type, this.group, event, this.lane, this.partition, this.error, this.before,
				this.limit, this.rate, this.isDryRun);
	}

	public DeadLetterQuery lane(String key) {
		return new DeadLetterQuery(this.type, this.group, this.id, key, this.partition, this.error, this.before,
				this.limit, this.rate, this.isDryRun);
	}

	public DeadLetterQuery partition(int number) {
		return new DeadLetterQuery(this.type, this.group, this.id, this.lane, number, this.error, this.before,
				this.limit, this.rate, this.isDryRun);
	}

	/**
	 * Only those whose last attempt ended with an exception of a class.
	 * @param name the name of the class, with or without its package
	 * @return a copy
	 */
	public DeadLetterQuery error(String name) {
		return new DeadLetterQuery(this.type, this.group, this.id, this.lane, this.partition, name, this.before,
				this.limit, this.rate, this.isDryRun);
	}

	public DeadLetterQuery before(Instant time) {
		return new DeadLetterQuery(this.type, this.group, this.id, this.lane, this.partition, this.error, time,
				this.limit, this.rate, this.isDryRun);
	}

	public DeadLetterQuery limit(int most) {
		return new DeadLetterQuery(this.type, this.group, this.id, this.lane, this.partition, this.error, this.before,
				most, this.rate, this.isDryRun);
	}

	/**
	 * Replay so many in a second. What is replayed waits in its lane until its turn
	 * comes; a lane of which several events are replayed is tried as a whole.
	 * @param perSecond how many
	 * @return a copy
	 */
	public DeadLetterQuery rate(int perSecond) {
		return new DeadLetterQuery(this.type, this.group, this.id, this.lane, this.partition, this.error, this.before,
				this.limit, perSecond, this.isDryRun);
	}

	public DeadLetterQuery dryRun() {
		return new DeadLetterQuery(this.type, this.group, this.id, this.lane, this.partition, this.error, this.before,
				this.limit, this.rate, true);
	}

	boolean matches(DeadLetter letter) {
		StoredEvent event = letter.event();
		return (this.id == null || (event != null && event.id().equals(this.id)))
				&& (this.lane == null || this.lane.equals(letter.lane()))
				&& (this.partition == null || this.partition == letter.partition())
				&& (this.error == null || isOf(letter.error(), this.error))
				&& (this.before == null || letter.failedAt().isBefore(this.before));
	}

	private static boolean isOf(String error, String name) {
		int end = error.indexOf(':');
		String thrown = (end < 0) ? error : error.substring(0, end);
		return thrown.equals(name) || thrown.endsWith("." + name) || thrown.endsWith("$" + name);
	}

}
