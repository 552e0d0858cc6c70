package io.tito.index;

import java.util.List;

import io.tito.codec.IndexEntry;
import io.tito.key.Key;

/**
 * Reads the rows of one entity for its indexes. Thread-safe.
 */
public interface IndexedRows {

	/**
	 * Read a row.
	 * @param key its key
	 * @param bytes its bytes
	 * @return the row
	 * @throws org.springframework.dao.DataRetrievalFailureException if it is damaged
	 */
	IndexedRow read(Key key, byte[] bytes);

	/**
	 * The same row with another memory of its entries.
	 * @param bytes the bytes of the row
	 * @param manifest the entries
	 * @return the bytes to store
	 */
	byte[] withManifest(byte[] bytes, List<IndexEntry> manifest);

}
