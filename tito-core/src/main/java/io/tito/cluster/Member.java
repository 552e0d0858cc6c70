package io.tito.cluster;

import java.util.Set;

/**
 * A live instance.
 *
 * @param instance its name and incarnation: {@code name@incarnation}
 * @param subscriptions what it listens to, each as {@code type/group}, and what else it
 * has announced
 */
public record Member(String instance, Set<String> subscriptions) {

	public Member {
		subscriptions = Set.copyOf(subscriptions);
	}

	public boolean listensTo(String type, String group) {
		return this.subscriptions.contains(subscription(type, group));
	}

	/**
	 * Whether the instance has announced something.
	 * @param text what it may have announced
	 * @return whether it knows it
	 */
	public boolean knows(String text) {
		return this.subscriptions.contains(text);
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

	static String subscription(String type, String group) {
		return type + "/" + group;
	}

}
