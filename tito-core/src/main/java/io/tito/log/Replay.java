package io.tito.log;

import java.time.Instant;

import io.tito.client.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What to deliver to a group once more. Immutable: each method returns a changed copy.
 *
 * <pre class="code">
 * operations.replay(Replay.of("order", "billing").from(yesterday).dryRun())
 * </pre>
 *
 * @param type the event type
 * @param group the group
 * @param from the position behind which events are delivered again
 * @param partition the partition; null for all
 * @param clearsParked whether events that are parked and will be delivered again are
 * taken out of their lanes
 * @param isDryRun whether only to count
 */
public record Replay(String type, String group, Position from, @Nullable Integer partition, boolean clearsParked,
		boolean isDryRun) {

	/**
	 * Everything that the log still holds.
	 * @param type the event type
	 * @param group the group
	 * @return the replay
	 */
	public static Replay of(String type, String group) {
		return new Replay(type, group, Position.START, null, false, false);
	}

	/**
	 * Begin with the events that were published, or due if they were scheduled, at a
	 * time.
	 * @param time the time, by TiKV's oracle
	 * @return a copy
	 */
	public Replay from(Instant time) {
		return after(Position.floor(Timestamp.of(time.toEpochMilli(), 0)));
	}

	/**
	 * Begin behind a position.
	 * @param position the position of the last event that is not delivered again
	 * @return a copy
	 */
	public Replay after(Position position) {
		return new Replay(this.type, this.group, position, this.partition, this.clearsParked, this.isDryRun);
	}

	public Replay onPartition(int number) {
		return new Replay(this.type, this.group, this.from, number, this.clearsParked, this.isDryRun);
	}

	/**
	 * Forget the lanes of what is delivered again: it is tried at once, with all its
	 * attempts. Otherwise it waits behind what is parked of its key, and what is parked
	 * comes from its lane and once more with the replay.
	 * @return a copy
	 */
	public Replay clearingParked() {
		return new Replay(this.type, this.group, this.from, this.partition, true, this.isDryRun);
	}

	public Replay dryRun() {
		return new Replay(this.type, this.group, this.from, this.partition, this.clearsParked, true);
	}

}
