package io.tito.log;

import java.time.Instant;

import io.tito.annotation.StartPosition;

/**
 * A group that is registered.
 *
 * @param type the event type
 * @param group its name
 * @param start where it began
 * @param registered when it was registered
 * @param removing whether its removal has begun and is to be finished
 * @param paused whether no instance handles its events until it is resumed
 */
public record GroupInfo(String type, String group, StartPosition start, Instant registered, boolean removing,
		boolean paused) {

}
