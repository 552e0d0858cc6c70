package io.tito.log;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.tito.client.Timestamp;
import io.tito.key.Key;
import io.tito.key.Namespace;

/**
 * The keys of the log, all in one place.
 *
 * <pre>
 * event:{type}:{partition:04d}:{timestamp:015d}:{uuid}                 an event, in log order
 * scheduled:{id}                                                       the key of an event with a due time
 * late:{type}:{base:020d}:{start:020d}                                 announcement of a slow commit
 * group:{type}:{group}                                                 a group's registration
 * group:{type}:{group}:{partition:04d}                                 a group's state on a partition
 * lane:{type}:{group}:{partition:04d}:{lane}                           a parked lane
 * parked:{type}:{group}:{partition:04d}:{lane}:{timestamp}:{uuid}      a parked event
 * dead:{type}:{group}:{partition:04d}:{timestamp}:{uuid}               a dead letter
 * once:{type}:{key}                                                    the id of an event with an idempotency key
 * meta:type:{type}                                                     settings of a type
 * meta:trim:{type}:{partition:04d}                                     where retention has come to
 * meta:moved:{type}:{partitions:04d}:{partition:04d}                   how far scheduled events have moved at a switch
 * </pre>
 *
 * A lane and an idempotency key are written as the hexadecimal form of their UTF-8 bytes,
 * so that any text is safe between colons.
 */
public final class LogKeys {

	private static final int TIMESTAMP_DIGITS = 20;

	private final Namespace namespace;

	public LogKeys(Namespace namespace) {
		this.namespace = namespace;
	}

	public Key event(String type, int partition, Position position) {
		return events(type, partition).append(position.text());
	}

	/**
	 * The prefix of a partition's events.
	 * @param type the type
	 * @param partition the partition
	 * @return the prefix
	 */
	public Key events(String type, int partition) {
		return this.namespace.prefix("event", type, number(partition));
	}

	/**
	 * The position of an event, read from its key.
	 * @param event a key that {@link #event} made
	 * @return its position
	 */
	public Position position(Key event) {
		String text = event.text();
		return new Position(text.substring(text.lastIndexOf(':', text.lastIndexOf(':') - 1) + 1));
	}

	public Key scheduled(EventId id) {
		return this.namespace.key("scheduled", id.toString());
	}

	/**
	 * The prefix of the rows of all scheduled events.
	 * @return the prefix
	 */
	public Key scheduled() {
		return this.namespace.prefix("scheduled");
	}

	public Key once(String type, String idempotencyKey) {
		return this.namespace.prefix("once", type).append(hex(idempotencyKey));
	}

	/**
	 * The prefix of the rows of all idempotency keys.
	 * @return the prefix
	 */
	public Key onces() {
		return this.namespace.prefix("once");
	}

	/**
	 * The type of an event, read from its key.
	 * @param event a key that {@link #event} made
	 * @return its type
	 */
	public String typeOf(Key event) {
		return event.text().split(":", 4)[2];
	}

	/**
	 * The partition of an event, read from its key.
	 * @param event a key that {@link #event} made
	 * @return its partition
	 */
	public int partitionOf(Key event) {
		return Integer.parseInt(event.text().split(":", 5)[3]);
	}

	public Key late(String type, Timestamp base, Timestamp start) {
		return lates(type).append(digits(base) + ":" + digits(start));
	}

	/**
	 * The bound before the first announcement whose base is the given one or later.
	 * @param type the type
	 * @param base the base
	 * @return the bound
	 */
	public Key lateFrom(String type, Timestamp base) {
		return lates(type).append(digits(base) + ":");
	}

	/**
	 * The base of an announcement, read from its key.
	 * @param late a key that {@link #late} made
	 * @return the base
	 */
	public Timestamp baseOf(Key late) {
		return new Timestamp(Long.parseUnsignedLong(late.text().split(":", 5)[3]));
	}

	public Key lates(String type) {
		return this.namespace.prefix("late", type);
	}

	public Key group(String type, String group) {
		return this.namespace.key("group", type, group);
	}

	public Key groups(String type) {
		return this.namespace.prefix("group", type);
	}

	public Key state(String type, String group, int partition) {
		return this.namespace.key("group", type, group, number(partition));
	}

	public Key lanes(String type, String group, int partition) {
		return this.namespace.prefix("lane", type, group, number(partition));
	}

	public Key lane(String type, String group, int partition, String lane) {
		return lanes(type, group, partition).append(hex(lane));
	}

	/**
	 * The lane that a key of {@link #lane} names.
	 * @param key the key
	 * @return the lane
	 */
	public String laneOf(Key key) {
		String text = key.text();
		return unhex(text.substring(text.lastIndexOf(':') + 1));
	}

	/**
	 * The prefix of all parked lanes of a group.
	 * @param type the type
	 * @param group the group
	 * @return the prefix
	 */
	public Key lanes(String type, String group) {
		return this.namespace.prefix("lane", type, group);
	}

	/**
	 * The prefix of all parked events of a group.
	 * @param type the type
	 * @param group the group
	 * @return the prefix
	 */
	public Key parked(String type, String group) {
		return this.namespace.prefix("parked", type, group);
	}

	/**
	 * The lane of a parked event, read from its key.
	 * @param parked the key of a parked event
	 * @return the lane
	 */
	public String laneOfParked(Key parked) {
		return unhex(parked.text().split(":", 7)[5]);
	}

	/**
	 * The prefix of all parked events of a partition, whatever their lane.
	 * @param type the type
	 * @param group the group
	 * @param partition the partition
	 * @return the prefix
	 */
	public Key parked(String type, String group, int partition) {
		return this.namespace.prefix("parked", type, group, number(partition));
	}

	public Key parked(String type, String group, int partition, String lane) {
		return parked(type, group, partition).append(hex(lane) + ":");
	}

	public Key parked(String type, String group, int partition, String lane, Position position) {
		return parked(type, group, partition, lane).append(position.text());
	}

	public Key deadLetters(String type, String group) {
		return this.namespace.prefix("dead", type, group);
	}

	public Key deadLetters(String type, String group, int partition) {
		return this.namespace.prefix("dead", type, group, number(partition));
	}

	public Key deadLetter(String type, String group, int partition, Position position) {
		return deadLetters(type, group, partition).append(position.text());
	}

	/**
	 * The partition of a dead letter, read from its key.
	 * @param deadLetter a key that {@link #deadLetter} made
	 * @return its partition
	 */
	public int partitionOfDeadLetter(Key deadLetter) {
		return Integer.parseInt(deadLetter.text().split(":", 6)[4]);
	}

	public Key type(String type) {
		return this.namespace.key("meta", "type", type);
	}

	/**
	 * The prefix of the settings of all types.
	 * @return the prefix
	 */
	public Key types() {
		return this.namespace.prefix("meta", "type");
	}

	public Key trim(String type, int partition) {
		return this.namespace.key("meta", "trim", type, number(partition));
	}

	/**
	 * The row that says how far the scheduled events of a partition have moved to the
	 * partitions that came with a switch.
	 * @param type the type
	 * @param partitions the number of partitions from the switch on
	 * @param partition the partition that gives them away
	 * @return the key
	 */
	public Key moved(String type, int partitions, int partition) {
		return this.namespace.key("meta", "moved", type, number(partitions), number(partition));
	}

	private static String digits(Timestamp timestamp) {
		String digits = Long.toString(timestamp.value());
		return "0".repeat(TIMESTAMP_DIGITS - digits.length()) + digits;
	}

	private static String number(int partition) {
		if (partition < 0 || partition > 9999) {
			throw new IllegalArgumentException("A partition is a number from 0 to 9999, not " + partition);
		}
		String digits = Integer.toString(partition);
		return "0".repeat(4 - digits.length()) + digits;
	}

	private static String unhex(String digits) {
		return new String(HexFormat.of().parseHex(digits), StandardCharsets.UTF_8);
	}

	private static String hex(String lane) {
		return HexFormat.of().formatHex(lane.getBytes(StandardCharsets.UTF_8));
	}

}
