package io.tito.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.codec.IndexEntry;
import io.tito.index.IndexCheck.Finding;
import io.tito.index.IndexCheck.Kind;
import io.tito.key.Key;
import io.tito.key.KeyReader;
import io.tito.mapping.IndexDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataRetrievalFailureException;

/**
 * Compares the rows of one entity with the entries of its indexes that are ready, page by
 * page, each page at one snapshot: first every row with the entries that it wants, then
 * every entry with the row that it names. Writers are not disturbed. Thread-safe.
 */
public final class IndexChecker {

	private static final Logger logger = LoggerFactory.getLogger(IndexChecker.class);

	private static final int PAGE = 500;

	private final TitoClient client;

	private final String entity;

	private final EntityKeys keys;

	private final IndexCatalog catalog;

	private final IndexedRows rows;

	public IndexChecker(TitoClient client, String entity, EntityKeys keys, IndexCatalog catalog, IndexedRows rows) {
		this.client = client;
		this.entity = entity;
		this.keys = keys;
		this.catalog = catalog;
		this.rows = rows;
	}

	/**
	 * Check everything.
	 * @param repair whether to repair what is found; a row that cannot be read is never
	 * touched
	 * @return what was found
	 */
	public IndexCheck check(boolean repair) {
		Run run = new Run(this.catalog.ready(), repair);
		run.checkRows();
		run.checkEntries();
		IndexCheck check = run.result();
		if (check.isClean()) {
			logger.info("The indexes of '{}' are complete: {} rows, {} entries", this.entity, check.rows(),
					check.entries());
		}
		else {
			logger.warn("The indexes of '{}' lack {} entries and have {} stale ones, {} rows are damaged; repaired {}",
					this.entity, check.missing(), check.stale(), check.damaged(), check.repaired());
		}
		return check;
	}

	private @Nullable IndexedRow read(Key key, byte[] bytes) {
		try {
			return this.rows.read(key, bytes);
		}
		catch (DataRetrievalFailureException ex) {
			return null;
		}
	}

	private static List<IndexEntry> wanted(IndexedRow row, List<IndexEntries> indexes) {
		return (row.row() != null) ? IndexMaintainer.entries(row.row(), indexes) : List.of();
	}

	private Key id(Key row) {
		return Key.wrap(row.suffix(this.keys.rows().length()));
	}

	/**
	 * One check.
	 */
	private final class Run {

		private final List<IndexEntries> indexes;

		private final @Nullable IndexRepair repair;

		private final Map<Kind, Long> counts = new HashMap<>();

		private final List<Finding> findings = new ArrayList<>();

		private long checkedRows;

		private long checkedEntries;

		private long repaired;

		Run(List<IndexEntries> indexes, boolean repair) {
			this.indexes = indexes;
			this.repair = repair
					? new IndexRepair(IndexChecker.this.client, IndexChecker.this.keys, IndexChecker.this.rows, indexes)
					: null;
		}

		void checkRows() {
			Key prefix = IndexChecker.this.keys.rows();
			pages(prefix, (snapshot, page) -> {
				this.checkedRows += page.size();
				Map<Key, Finding> expected = new LinkedHashMap<>();
				Map<Key, byte[]> values = new HashMap<>();
				for (Entry stored : page) {
					IndexedRow row = read(stored.key(), stored.value());
					if (row == null) {
						found(new Finding(Kind.DAMAGED_ROW, "", stored.key(), stored.key()));
						continue;
					}
					for (IndexEntry entry : wanted(row, this.indexes)) {
						Key key = IndexChecker.this.keys.entry(entry, id(stored.key()));
						expected.put(key, new Finding(Kind.MISSING, entry.name(), key, stored.key()));
						values.put(key, IndexMaintainer.value(entry, id(stored.key())));
					}
				}
				Map<Key, byte[]> present = expected.isEmpty() ? Map.of() : snapshot.getAll(expected.keySet());
				expected.forEach((key, finding) -> {
					byte[] value = present.get(key);
					byte[] right = Objects.requireNonNull(values.get(key));
					if (value == null || !Key.wrap(value).equals(Key.wrap(right))) {
						found(finding);
					}
				});
			});
		}

		void checkEntries() {
			for (IndexEntries index : this.indexes) {
				IndexDefinition definition = index.index();
				Key prefix = IndexChecker.this.keys.entries(definition.storedName(), definition.unique());
				pages(prefix, (snapshot, page) -> {
					this.checkedEntries += page.size();
					checkEntries(snapshot, definition, prefix, page);
				});
			}
		}

		private void checkEntries(Snapshot snapshot, IndexDefinition index, Key prefix, List<Entry> page) {
			Map<Key, Key> owners = new LinkedHashMap<>();
			for (Entry entry : page) {
				Key id = index.unique() ? Key.wrap(entry.value()) : idAtTheEnd(entry.key(), prefix.length());
				owners.put(entry.key(), IndexChecker.this.keys.row(id));
			}
			Map<Key, byte[]> stored = snapshot.getAll(Set.copyOf(owners.values()));
			Map<Key, Set<Key>> wanted = new HashMap<>();
			stored.forEach((key, bytes) -> {
				IndexedRow row = read(key, bytes);
				if (row != null) {
					wanted.put(key, keysOf(key, row));
				}
			});
			owners.forEach((key, row) -> {
				boolean unreadable = stored.containsKey(row) && !wanted.containsKey(row);
				if (!unreadable && !wanted.getOrDefault(row, Set.of()).contains(key)) {
					found(new Finding(Kind.STALE, index.name(), key, row));
				}
			});
		}

		private Set<Key> keysOf(Key row, IndexedRow indexed) {
			return wanted(indexed, this.indexes).stream()
				.map((entry) -> IndexChecker.this.keys.entry(entry, id(row)))
				.collect(Collectors.toSet());
		}

		private void pages(Key prefix, PageCheck check) {
			Key from = prefix;
			List<Entry> page;
			do {
				Snapshot snapshot = IndexChecker.this.client.snapshot();
				page = snapshot.scan(Scan.range(from, prefix.prefixEnd()).limit(PAGE));
				if (!page.isEmpty()) {
					check.check(snapshot, page);
					from = page.get(page.size() - 1).key().next();
				}
			}
			while (page.size() == PAGE);
		}

		private void found(Finding finding) {
			this.counts.merge(finding.kind(), 1L, Long::sum);
			if (this.findings.size() < IndexCheck.LISTED) {
				this.findings.add(finding);
			}
			if (finding.kind() == Kind.DAMAGED_ROW) {
				logger.warn("The row of '{}' at {} cannot be read", IndexChecker.this.entity, finding.key());
			}
			else if (this.repair != null && this.repair.repair(finding)) {
				this.repaired++;
			}
		}

		IndexCheck result() {
			return new IndexCheck(IndexChecker.this.entity, this.checkedRows, this.checkedEntries, count(Kind.MISSING),
					count(Kind.STALE), count(Kind.DAMAGED_ROW), this.repaired, this.findings);
		}

		private long count(Kind kind) {
			return this.counts.getOrDefault(kind, 0L);
		}

	}

	/**
	 * An entry whose key cannot be read names no row.
	 */
	private static Key idAtTheEnd(Key key, int prefix) {
		int id = prefix;
		try {
			KeyReader reader = new KeyReader(key, prefix);
			while (reader.hasNext()) {
				id = reader.position();
				reader.read();
			}
		}
		catch (IllegalArgumentException ex) {
			return Key.wrap(new byte[] { 0 });
		}
		return Key.wrap(key.suffix(id));
	}

	/**
	 * Checks a page.
	 */
	private interface PageCheck {

		void check(Snapshot snapshot, List<Entry> page);

	}

}
