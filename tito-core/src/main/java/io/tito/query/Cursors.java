package io.tito.query;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tito.key.Key;
import io.tito.key.KeyReader;
import io.tito.key.KeyWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

/**
 * Scroll positions as opaque texts that may travel in a URL. A cursor is bound to the
 * query that it was made for: a controller names the query and its parameters both when
 * it gives a cursor out and when it takes one back.
 *
 * <pre>
 * Window&lt;Order&gt; page = orders.findByCustomer(customer, Cursors.decode(after, "orders", customer), Limit.of(20));
 * String next = Cursors.next(page, "orders", customer);
 * </pre>
 *
 * A cursor shows the values that the page ended with to whoever decodes it, and is
 * checked against damage and mix-ups, not against forgery: a forged one only names
 * another place in the same query.
 */
public final class Cursors {

	private static final int FORMAT = 1;

	private static final int CHECK = 8;

	private Cursors() {
	}

	/**
	 * The cursor of the page behind a window.
	 * @param window the window
	 * @param query the name of the query and its parameters, of types that keys may hold
	 * @return the cursor, or null if nothing follows
	 */
	public static @Nullable String next(Window<?> window, Object... query) {
		if (window.isEmpty() || !window.hasNext()) {
			return null;
		}
		ScrollPosition last = window.positionAt(window.size() - 1);
		if (!(last instanceof KeysetScrollPosition position)) {
			throw new IllegalArgumentException("Only keyset positions have cursors");
		}
		return encode(position, query);
	}

	/**
	 * A position as a cursor.
	 * @param position the position
	 * @param query the name of the query and its parameters
	 * @return the cursor
	 */
	public static String encode(KeysetScrollPosition position, Object... query) {
		KeyWriter writer = new KeyWriter().write(FORMAT).write(position.scrollsBackward());
		position.getKeys().forEach((name, value) -> writer.write(name).write(value));
		byte[] body = writer.toKey().bytes();
		byte[] cursor = ByteBuffer.allocate(CHECK + body.length).put(check(body, query)).put(body).array();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
	}

	/**
	 * The position of a cursor.
	 * @param cursor the cursor, or null to begin
	 * @param query the name of the query and its parameters, as they were given when the
	 * cursor was made
	 * @return the position
	 * @throws InvalidCursorException if the cursor is damaged or of another query
	 */
	public static KeysetScrollPosition decode(@Nullable String cursor, Object... query) {
		if (cursor == null || cursor.isEmpty()) {
			return ScrollPosition.keyset();
		}
		try {
			byte[] bytes = Base64.getUrlDecoder().decode(cursor);
			byte[] body = Arrays.copyOfRange(bytes, Math.min(CHECK, bytes.length), bytes.length);
			byte[] given = Arrays.copyOf(bytes, CHECK);
			if (!MessageDigest.isEqual(given, check(body, query))) {
				throw new InvalidCursorException("The cursor does not belong to this query: begin again without one",
						null);
			}
			return position(new KeyReader(Key.wrap(body), 0));
		}
		catch (IllegalArgumentException | ClassCastException ex) {
			throw new InvalidCursorException("The cursor is damaged: begin again without one", ex);
		}
	}

	private static KeysetScrollPosition position(KeyReader reader) {
		if (!Long.valueOf(FORMAT).equals(reader.read())) {
			throw new IllegalArgumentException("The cursor has another format");
		}
		boolean backward = Boolean.TRUE.equals(reader.read());
		Map<String, @Nullable Object> keys = new LinkedHashMap<>();
		while (reader.hasNext()) {
			keys.put(String.valueOf(reader.read()), reader.read());
		}
		return ScrollPosition.of(keys, backward ? ScrollPosition.Direction.BACKWARD : ScrollPosition.Direction.FORWARD);
	}

	private static byte[] check(byte[] body, Object... query) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(KeyWriter.keyOf(query).bytes());
			digest.update((byte) 0);
			return Arrays.copyOf(digest.digest(body), CHECK);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
