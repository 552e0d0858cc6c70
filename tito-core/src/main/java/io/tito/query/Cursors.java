package io.tito.query;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.tito.key.Key;
import io.tito.key.KeyReader;
import io.tito.key.KeyWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

/**
 * Places in results as opaque texts that may travel in a URL. A cursor is bound to the
 * query that it was made for, and signed with a key that all instances share, so that
 * nobody can make one up or use it for another query.
 * <p>
 * The template signs the cursors of its queries itself. For the windows of a repository a
 * controller names the query and its parameters both when it gives a cursor out and when
 * it takes one back:
 *
 * <pre>
 * Window&lt;Order&gt; page = orders.findByCustomer(customer, cursors.decode(after, "orders", customer), Limit.of(20));
 * String next = cursors.next(page, "orders", customer);
 * </pre>
 *
 * A cursor shows the values that the page ended with to whoever decodes it. Thread-safe.
 */
public final class Cursors {

	/*
	 * format (1 byte) | digest of the query (8) | signature of all else (16) | the place
	 */
	private static final byte FORMAT = 2;

	private static final int QUERY = 8;

	private static final int SIGNATURE = 16;

	private static final int HEAD = 1 + QUERY + SIGNATURE;

	private final Supplier<byte[]> key;

	/**
	 * Sign with a key.
	 * @param key gives the key when it is first needed
	 */
	public Cursors(Supplier<byte[]> key) {
		this.key = key;
	}

	/**
	 * The cursor of the page behind a window.
	 * @param window the window
	 * @param query the name of the query and its parameters, of types that keys may hold
	 * @return the cursor, or null if nothing follows
	 */
	public @Nullable String next(Window<?> window, Object... query) {
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
	public String encode(KeysetScrollPosition position, Object... query) {
		KeyWriter writer = new KeyWriter().write(position.scrollsBackward());
		position.getKeys().forEach((name, value) -> writer.write(name).write(value));
		return encode(writer.toKey(), digest(query));
	}

	/**
	 * The position of a cursor.
	 * @param cursor the cursor, or null to begin
	 * @param query the name of the query and its parameters, as they were given when the
	 * cursor was made
	 * @return the position
	 * @throws InvalidCursorException if the cursor is damaged or of another query
	 */
	public KeysetScrollPosition decode(@Nullable String cursor, Object... query) {
		if (cursor == null || cursor.isEmpty()) {
			return ScrollPosition.keyset();
		}
		KeyReader reader = new KeyReader(decode(cursor, digest(query)), 0);
		boolean backward = Boolean.TRUE.equals(reader.read());
		Map<String, @Nullable Object> keys = new LinkedHashMap<>();
		while (reader.hasNext()) {
			keys.put(String.valueOf(reader.read()), reader.read());
		}
		return ScrollPosition.of(keys, backward ? ScrollPosition.Direction.BACKWARD : ScrollPosition.Direction.FORWARD);
	}

	/**
	 * A place as a cursor.
	 * @param place the place
	 * @param query what tells the query from others
	 * @return the cursor
	 */
	public String encode(Key place, byte[] query) {
		byte[] bytes = ByteBuffer.allocate(HEAD + place.length())
			.put(FORMAT)
			.put(Arrays.copyOf(query, QUERY))
			.put(new byte[SIGNATURE])
			.put(place.bytes())
			.array();
		System.arraycopy(sign(bytes), 0, bytes, 1 + QUERY, SIGNATURE);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * The place of a cursor.
	 * @param cursor the cursor
	 * @param query what tells the query from others
	 * @return the place
	 * @throws InvalidCursorException if the cursor is damaged or of another query
	 */
	public Key decode(String cursor, byte[] query) {
		byte[] bytes = bytes(cursor);
		byte[] signature = Arrays.copyOfRange(bytes, 1 + QUERY, HEAD);
		Arrays.fill(bytes, 1 + QUERY, HEAD, (byte) 0);
		if (bytes[0] != FORMAT || !MessageDigest.isEqual(signature, Arrays.copyOf(sign(bytes), SIGNATURE))) {
			throw new InvalidCursorException("The cursor is damaged: begin again without one", null);
		}
		if (!Arrays.equals(bytes, 1, 1 + QUERY, query, 0, QUERY)) {
			throw new InvalidCursorException("The cursor does not belong to this query: begin again without one", null);
		}
		return Key.wrap(Arrays.copyOfRange(bytes, HEAD, bytes.length));
	}

	private static byte[] bytes(String cursor) {
		byte[] bytes;
		try {
			bytes = Base64.getUrlDecoder().decode(cursor);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidCursorException("The cursor is damaged: begin again without one", ex);
		}
		if (bytes.length < HEAD || !Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(cursor)) {
			throw new InvalidCursorException("The cursor is damaged: begin again without one", null);
		}
		return bytes;
	}

	private byte[] sign(byte[] bytes) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(this.key.get(), "HmacSHA256"));
			return mac.doFinal(bytes);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has HmacSHA256", ex);
		}
	}

	private static byte[] digest(Object... query) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(KeyWriter.keyOf(query).bytes());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
