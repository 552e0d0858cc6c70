package io.tito.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * A live instance.
 *
 * @param instance its name and incarnation: {@code name@incarnation}
 * @param seats what it listens to, each as {@code type/group}, with the seat that it has
 * recorded there, and what else it has announced
 */
public record Member(String instance, Map<String, Integer> seats) {

	/** The seat of a member that has recorded none yet. */
	public static final int NO_SEAT = Integer.MAX_VALUE;

	public Member {
		seats = Map.copyOf(seats);
	}

	public boolean listensTo(String type, String group) {
		return this.seats.containsKey(subscription(type, group));
	}

	/**
	 * The seat of this member among those that listen to the same: it does not change
	 * while others come and go, but for those that fill a gap.
	 * @param type the type
	 * @param group the group
	 * @return its seat, or {@link #NO_SEAT}
	 */
	public int seat(String type, String group) {
		return this.seats.getOrDefault(subscription(type, group), NO_SEAT);
	}

	/**
	 * The seats of the members that listen to a type as part of a group.
	 * @param members the members
	 * @param type the type
	 * @param group the group
	 * @return the seat of each instance
	 */
	public static Map<String, Integer> seats(Collection<Member> members, String type, String group) {
		return seats(members, subscription(type, group));
	}

	static Map<String, Integer> seats(Collection<Member> members, String subscription) {
		Map<String, Integer> seats = new HashMap<>();
		for (Member member : members) {
			Integer seat = member.seats().get(subscription);
			if (seat != null) {
				seats.put(member.instance(), seat);
			}
		}
		return seats;
	}

	/**
	 * Whether the instance has announced something.
	 * @param text what it may have announced
	 * @return whether it knows it
	 */
	public boolean knows(String text) {
		return this.seats.containsKey(text);
	}

	/**
	 * The name without the incarnation: it stays the same when an instance is started
	 * again.
	 * @return the name
	 */
	public String name() {
		return nameOf(this.instance);
	}

	static String nameOf(String instance) {
		int at = instance.lastIndexOf('@');
		return (at < 0) ? instance : instance.substring(0, at);
	}

	/**
	 * Announcements have a colon, which no name of a type or group has.
	 */
	static boolean isSubscription(String text) {
		return text.indexOf(':') < 0;
	}

	static String subscription(String type, String group) {
		return type + "/" + group;
	}

}
