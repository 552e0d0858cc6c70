package io.tito.log;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.Entry;
import io.tito.client.Scan;
import org.jspecify.annotations.Nullable;

/**
 * A range that was read, which answers scans of its parts. Immutable.
 *
 * @param scan a scan in ascending order
 * @param entries what it found
 */
record ReadRange(Scan scan, List<Entry> entries) {

	private static final byte[] NO_VALUE = {};

	/**
	 * What a scan finds.
	 * @param part the scan
	 * @return its entries; null if they may lie outside of what was read
	 */
	@Nullable List<Entry> find(Scan part) {
		if (part.reverse() || part.from().compareTo(this.scan.from()) < 0
				|| (this.scan.keysOnly() && !part.keysOnly())) {
			return null;
		}
		List<Entry> found = new ArrayList<>();
		for (Entry entry : this.entries) {
			if (entry.key().compareTo(part.to()) >= 0) {
				return found;
			}
			if (entry.key().compareTo(part.from()) >= 0) {
				found.add(part.keysOnly() ? new Entry(entry.key(), NO_VALUE) : entry);
				if (found.size() == part.limit()) {
					return found;
				}
			}
		}
		// behind the last entry nothing is known, unless the scan came to its end
		return (this.entries.size() < this.scan.limit() && part.to().compareTo(this.scan.to()) <= 0) ? found : null;
	}

}
