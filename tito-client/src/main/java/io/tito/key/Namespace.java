package io.tito.key;

import java.util.regex.Pattern;

/**
 * The prefix in front of every key that an application writes, so that several
 * applications can share one TiKV. Keys are made of ASCII segments with {@code :} between
 * them; names that become segments match {@code [A-Za-z0-9._-]{1,64}}, so that no name
 * can reach into another's range.
 *
 * @param name the name, {@code tito} unless {@code tito.namespace} says otherwise
 */
public record Namespace(String name) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	public Namespace {
		checkName("namespace", name);
	}

	/**
	 * Check a name that becomes a segment of keys.
	 * @param what what the name names, for the message
	 * @param name the name
	 * @return the name
	 * @throws IllegalArgumentException if it is empty, too long or holds another
	 * character
	 */
	public static String checkName(String what, String name) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"The %s '%s' cannot be part of a key: use 1 to 64 of A-Z a-z 0-9 . _ -".formatted(what, name));
		}
		return name;
	}

	/**
	 * A key of the given segments: {@code name:first:second:...}, without a trailing
	 * colon.
	 * @param segments the segments, already checked
	 * @return the key
	 */
	public Key key(String... segments) {
		return Key.of(this.name + ":" + String.join(":", segments));
	}

	/**
	 * The prefix of all keys below the given segments: as {@link #key}, with a colon at
	 * the end.
	 * @param segments the segments, already checked
	 * @return the prefix
	 */
	public Key prefix(String... segments) {
		return Key.of(this.name + ":" + String.join(":", segments) + ":");
	}

}
