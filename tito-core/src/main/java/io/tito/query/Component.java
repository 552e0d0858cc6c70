package io.tito.query;

import io.tito.key.Key;
import io.tito.key.KeyWriter;
import io.tito.mapping.FieldPath;
import io.tito.mapping.IndexField;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * One of the values that the keys of an access path are made of.
 *
 * @param name the path of the field, or a number for keys that a class makes
 * @param field the field, or null for keys that a class makes
 * @param nullable whether rows with null here may have no entry
 */
record Component(String name, @Nullable IndexField field, boolean nullable) {

	boolean isDescending() {
		return this.field != null && this.field.descending();
	}

	boolean isMultiValued() {
		return this.field == null || this.field.path().isMultiValued();
	}

	@Nullable FieldPath path() {
		return (this.field != null) ? this.field.path() : null;
	}

	/**
	 * A value as it lies in the keys, checked against the type of the field.
	 */
	Key encode(@Nullable Object value) {
		if (value == null && this.nullable) {
			throw new InvalidDataAccessApiUsageException(
					"The property '%s' cannot be searched for null: rows with null are in no index"
						.formatted(this.name));
		}
		if (value != null && this.field != null) {
			this.field.path().checkComparable(value);
		}
		return encodeAny((this.field != null) ? this.field.path().toKey(value) : value);
	}

	/**
	 * A value as it lies in the keys.
	 */
	Key encodeAny(@Nullable Object value) {
		KeyWriter writer = new KeyWriter();
		if (isDescending()) {
			writer.writeDescending(value);
		}
		else {
			writer.write(value);
		}
		return writer.toKey();
	}

	/**
	 * What the encodings of texts that begin with a given one begin with.
	 */
	Key encodeBeginning(Object text) {
		if (this.field != null) {
			this.field.path().checkComparable(text);
		}
		Key prefix = KeyWriter.textPrefix(String.valueOf(text));
		if (!isDescending()) {
			return prefix;
		}
		byte[] inverted = prefix.suffix(0);
		for (int i = 0; i < inverted.length; i++) {
			inverted[i] = (byte) ~inverted[i];
		}
		return Key.wrap(inverted);
	}

}
