package io.tito.listener.schedule;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.key.Key;
import io.tito.key.Namespace;
import io.tito.log.DeadLetter;
import io.tito.log.EventLogOperations;
import io.tito.log.StoredEvent;

/**
 * What is stored when everything is over.
 *
 * @param committed the events whose transaction is committed, by the row that it wrote
 * besides
 * @param effects what the handlers of the transactional group wrote, by lane, in order
 * @param dead the dead letters of each group
 */
record Aftermath(Set<String> committed, Map<String, List<Effect>> effects, Map<String, Set<String>> dead) {

	private static final String ROWS = "data";

	private static final int MOST = 100_000;

	/**
	 * The trace of one handler.
	 */
	record Effect(String event, long epoch) {

	}

	static Aftermath read(TitoClient client, Namespace namespace, EventLogOperations operations, List<String> groups) {
		Snapshot now = client.snapshot();
		Set<String> committed = now.scan(Scan.prefix(namespace.prefix(ROWS, "published")))
			.stream()
			.map((row) -> text(row.value()))
			.collect(Collectors.toSet());
		Map<String, List<Effect>> effects = new HashMap<>();
		now.scan(Scan.prefix(namespace.prefix(ROWS, "effect")))
			.forEach((row) -> effects.put(row.key().text(), effects(text(row.value()))));
		Map<String, Set<String>> dead = new HashMap<>();
		for (String group : groups) {
			Set<String> events = new HashSet<>();
			for (DeadLetter letter : operations.deadLetters(Node.TYPE, group, MOST)) {
				StoredEvent event = Objects.requireNonNull(letter.event());
				events.add(text(event.payload()));
			}
			dead.put(group, events);
		}
		return new Aftermath(committed, effects, dead);
	}

	/**
	 * The row that a publishing transaction writes besides an event.
	 */
	static Key published(Namespace namespace, String event) {
		return namespace.key(ROWS, "published", event);
	}

	/**
	 * The row to which handlers append what they did.
	 */
	static Key effect(Namespace namespace, String lane) {
		return namespace.key(ROWS, "effect", lane);
	}

	static String append(String before, String event, long epoch) {
		String effect = event + "@" + epoch;
		return before.isEmpty() ? effect : before + "," + effect;
	}

	static List<Effect> effects(String text) {
		return Arrays.stream(text.split(",")).filter((part) -> !part.isEmpty()).map((part) -> {
			int at = part.indexOf('@');
			return new Effect(part.substring(0, at), Long.parseLong(part.substring(at + 1)));
		}).toList();
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
