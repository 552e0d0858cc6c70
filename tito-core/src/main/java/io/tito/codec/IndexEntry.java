package io.tito.codec;

import io.tito.key.Key;

/**
 * An entry of an index, as the row that owns it remembers it.
 *
 * @param index the name of the index, with the fingerprint of its definition
 * @param unique whether the index is unique
 * @param values the encoded values
 */
public record IndexEntry(String index, boolean unique, Key values) {

	/**
	 * The name that the definition gives the index.
	 * @return the name without the fingerprint
	 */
	public String name() {
		int colon = this.index.indexOf(':');
		return (colon < 0) ? this.index : this.index.substring(0, colon);
	}

}
