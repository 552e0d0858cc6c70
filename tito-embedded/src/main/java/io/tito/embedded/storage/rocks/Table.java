package io.tito.embedded.storage.rocks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;

/**
 * The column families. Their order is that in which they are opened.
 */
enum Table {

	/**
	 * What the cluster remembers by name.
	 */
	STATE("default"),
	/**
	 * Records that readers see: puts and deletes.
	 */
	DATA("data"),
	/**
	 * Records that readers skip: locks and rollbacks.
	 */
	MARKS("marks"),
	/**
	 * Locks, by raw key.
	 */
	LOCKS("locks"),
	/**
	 * Raw keys and their values.
	 */
	RAW("raw");

	private final String family;

	Table(String family) {
		this.family = family;
	}

	static List<ColumnFamilyDescriptor> descriptors(ColumnFamilyOptions options) {
		return Arrays.stream(values())
			.map((table) -> new ColumnFamilyDescriptor(table.family.getBytes(StandardCharsets.UTF_8), options))
			.toList();
	}

}
