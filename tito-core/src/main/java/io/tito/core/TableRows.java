package io.tito.core;

import java.util.List;

import io.tito.codec.IndexEntry;
import io.tito.codec.RowEnvelope;
import io.tito.index.IndexedRow;
import io.tito.index.IndexedRows;
import io.tito.key.Key;

/**
 * The rows of a table as its indexes see them.
 */
record TableRows(Table<?> table) implements IndexedRows {

	@Override
	public IndexedRow read(Key key, byte[] bytes) {
		Row<?> row = this.table.read(key, bytes);
		return new IndexedRow(row.entity(), row.manifest());
	}

	@Override
	public byte[] withManifest(byte[] bytes, List<IndexEntry> manifest) {
		return RowEnvelope.decode(bytes).withManifest(manifest).encode();
	}

}
