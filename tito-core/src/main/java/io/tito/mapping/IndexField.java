package io.tito.mapping;

import io.tito.key.KeyWriter;
import org.jspecify.annotations.Nullable;

/**
 * A field of an index.
 *
 * @param path where its value is
 * @param descending whether greater values come first
 */
public record IndexField(FieldPath path, boolean descending) {

	public String name() {
		return this.path.path();
	}

	/**
	 * Write a value as it lies in the keys of the index.
	 * @param writer where to write
	 * @param value the value
	 */
	public void write(KeyWriter writer, @Nullable Object value) {
		if (this.descending) {
			writer.writeDescending(value);
		}
		else {
			writer.write(value);
		}
	}

}
