package io.tito.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import io.tito.annotation.IndexKeys;
import org.jspecify.annotations.Nullable;

/**
 * An index of an entity.
 *
 * @param name its name
 * @param fields the fields whose values make the entries, in this order; none if
 * {@code keys} makes them
 * @param unique whether two rows may not have the same values
 * @param nullsIndexed whether rows with null in a field have an entry
 * @param condition which rows have entries, as SpEL; empty for all
 * @param keys makes the keys in place of the fields
 * @param revision counts changes that are not seen in the other parts
 * @param fingerprint the same exactly for definitions that give the same entries
 */
public record IndexDefinition(String name, List<IndexField> fields, boolean unique, boolean nullsIndexed,
		String condition, @Nullable Class<? extends IndexKeys<?>> keys, int revision, String fingerprint) {

	private static final int FINGERPRINT_BYTES = 4;

	public IndexDefinition {
		fields = List.copyOf(fields);
	}

	/**
	 * A definition that was stored by another version of the application.
	 * @param name its name
	 * @param fields its fields
	 * @param unique whether two rows may not have the same values
	 * @param nullsIndexed whether rows with null in a field have an entry
	 * @param condition which rows have entries
	 * @param keys makes the keys in place of the fields
	 * @param revision its revision
	 * @return the definition
	 */
	public static IndexDefinition of(String name, List<IndexField> fields, boolean unique, boolean nullsIndexed,
			String condition, @Nullable Class<? extends IndexKeys<?>> keys, int revision) {
		return new IndexDefinition(name, fields, unique, nullsIndexed, condition, keys, revision,
				fingerprint(fields, unique, nullsIndexed, condition, keys, revision));
	}

	/**
	 * The name under which the entries lie: each version of a definition has a range of
	 * its own, so that a changed index is built beside the old one.
	 * @return the name and the fingerprint
	 */
	public String storedName() {
		return this.name + ":" + this.fingerprint;
	}

	/**
	 * Whether some rows have no entry on purpose, so that only queries that name the
	 * index may use it.
	 * @return whether there is a condition
	 */
	public boolean isConditional() {
		return !this.condition.isEmpty();
	}

	/**
	 * Whether a row may have several entries.
	 * @return whether it may
	 */
	public boolean isMultiValued() {
		return this.keys != null || this.fields.stream().anyMatch((field) -> field.path().isMultiValued());
	}

	private static String fingerprint(List<IndexField> fields, boolean unique, boolean nullsIndexed, String condition,
			@Nullable Class<?> keys, int revision) {
		StringBuilder text = new StringBuilder();
		fields.forEach((field) -> text.append(field.name()).append(field.descending() ? " desc," : ","));
		text.append('|').append(unique).append('|').append(nullsIndexed).append('|').append(condition);
		text.append('|').append((keys != null) ? keys.getName() : "").append('|').append(revision);
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(text.toString().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
