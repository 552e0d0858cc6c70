package io.tito.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.codec.IndexEntry;
import io.tito.index.IndexCheck.Finding;
import io.tito.index.IndexCheck.Kind;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * Repairs what a check found, each finding in a transaction of its own that looks again:
 * a writer may have been there in between. Thread-safe.
 */
final class IndexRepair {

	private final TitoClient client;

	private final EntityKeys keys;

	private final IndexedRows rows;

	private final List<IndexEntries> indexes;

	IndexRepair(TitoClient client, EntityKeys keys, IndexedRows rows, List<IndexEntries> indexes) {
		this.client = client;
		this.keys = keys;
		this.rows = rows;
		this.indexes = indexes;
	}

	/**
	 * Repair a finding.
	 * @return whether that entry is now as it should be
	 */
	boolean repair(Finding finding) {
		Transaction transaction = this.client.begin();
		byte[] bytes = transaction.get(finding.row());
		IndexedRow row = (bytes != null) ? this.rows.read(finding.row(), bytes) : null;
		List<IndexEntry> wanted = (row != null && row.row() != null) ? IndexMaintainer.entries(row.row(), this.indexes)
				: List.of();
		IndexEntry entry = entry(wanted, finding);
		if (finding.kind() == Kind.MISSING && entry != null && !put(transaction, finding, entry)) {
			transaction.rollback();
			return false;
		}
		if (finding.kind() == Kind.STALE && entry == null) {
			transaction.delete(finding.key());
		}
		if (row != null && bytes != null) {
			remember(transaction, finding.row(), bytes, row, wanted);
		}
		return transaction.commit() instanceof CommitOutcome.Committed;
	}

	private @Nullable IndexEntry entry(List<IndexEntry> wanted, Finding finding) {
		return wanted.stream()
			.filter((entry) -> this.keys.entry(entry, id(finding)).equals(finding.key()))
			.findFirst()
			.orElse(null);
	}

	/**
	 * A unique value that another row holds by right stays with that one.
	 */
	private boolean put(Transaction transaction, Finding finding, IndexEntry entry) {
		byte[] holder = entry.unique() ? transaction.get(finding.key()) : null;
		if (holder != null) {
			Key other = this.keys.row(Key.wrap(holder));
			byte[] bytes = other.equals(finding.row()) ? null : transaction.get(other);
			if (bytes != null && wants(other, bytes, entry)) {
				return false;
			}
		}
		transaction.put(finding.key(), IndexMaintainer.value(entry, id(finding)));
		return true;
	}

	private boolean wants(Key key, byte[] bytes, IndexEntry entry) {
		Object row = this.rows.read(key, bytes).row();
		return row != null && IndexMaintainer.entries(row, this.indexes).contains(entry);
	}

	private void remember(Transaction transaction, Key key, byte[] bytes, IndexedRow row, List<IndexEntry> wanted) {
		Set<String> checked = this.indexes.stream()
			.map((index) -> index.index().storedName())
			.collect(Collectors.toSet());
		List<IndexEntry> manifest = new ArrayList<>(row.manifest());
		manifest.removeIf((entry) -> checked.contains(entry.index()));
		manifest.addAll(wanted);
		if (manifest.size() == row.manifest().size() && row.manifest().containsAll(manifest)) {
			transaction.lock(key);
		}
		else {
			transaction.put(key, this.rows.withManifest(bytes, manifest));
		}
	}

	private Key id(Finding finding) {
		return Key.wrap(finding.row().suffix(this.keys.rows().length()));
	}

}
