package io.tito.index;

import java.util.Collection;

import io.tito.key.Key;

/**
 * Makes the keys of a row in an index.
 */
interface KeyMaker {

	/**
	 * Make the keys.
	 * @param row the row
	 * @param keys where to add the encoded values; adding must refuse what is too much
	 */
	void make(Object row, Collection<Key> keys);

}
