package io.tito.query;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;

import io.tito.client.Snapshot;
import io.tito.codec.IndexEntry;
import io.tito.key.Key;
import io.tito.mapping.IndexDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A plan with the values of one call. Immutable.
 */
public final class BoundQuery {

	private static final int SKIPPED = 10_000;

	private final QueryPlan plan;

	private final Key prefix;

	private final List<KeyInterval> ranges;

	private final RowFilter filter;

	private final RowSort sort;

	BoundQuery(QueryPlan plan, Key prefix, List<KeyInterval> ranges, RowFilter filter, RowSort sort) {
		this.plan = plan;
		this.prefix = prefix;
		this.ranges = List.copyOf(ranges);
		this.filter = filter;
		this.sort = sort;
	}

	public QueryPlan plan() {
		return this.plan;
	}

	/**
	 * Read hits.
	 * @param snapshot where to read
	 * @param place the place to begin behind, or null for the beginning
	 * @param backward whether to read towards the beginning of the results
	 * @param values whether rows that are read without an index are wanted with their
	 * bytes
	 * @return a reader at the place
	 */
	public HitReader open(Snapshot snapshot, @Nullable Key place, boolean backward, boolean values) {
		return new HitReader(snapshot, this, isSorted() ? null : place, this.plan.isReverse() ^ backward, values);
	}

	/**
	 * Whether each row has to be looked at before it is known to be a result.
	 * @return whether hits alone do not tell the results
	 */
	public boolean examinesRows() {
		return this.plan.isDeduplicated() || !this.filter.isEmpty();
	}

	/**
	 * Whether conditions are left that no index answers.
	 * @return whether some hits may be of rows that are no results
	 */
	public boolean filters() {
		return !this.filter.isEmpty();
	}

	/**
	 * Whether a row may be hit more than once.
	 * @return whether several hits may be of one row
	 */
	public boolean isDeduplicated() {
		return this.plan.isDeduplicated();
	}

	/**
	 * Whether the results are in the order of {@link #place(Object)}, not of the hits.
	 * @return whether rows are to be sorted
	 */
	public boolean isSorted() {
		return this.sort.isSorted();
	}

	/**
	 * The place of a row in an order that is made in memory.
	 * @param row the row
	 * @return its place; places are in the order of the results
	 */
	public Key place(Object row) {
		return this.sort.place(row);
	}

	/**
	 * Whether a row fulfils the conditions that no index answers.
	 * @param row the row
	 * @return whether it is a result
	 */
	public boolean accepts(Object row) {
		return this.filter.accepts(row);
	}

	/**
	 * Whether a hit stands for its row: only the first of a row's entries in the results'
	 * order does, so that a row comes once, whatever the pages.
	 * @param hit the hit
	 * @param manifest the entries of its row
	 * @return whether it is the first
	 */
	public boolean isFirst(Hit hit, Collection<IndexEntry> manifest) {
		IndexDefinition index = this.plan.index();
		if (!this.plan.isDeduplicated() || index == null) {
			return true;
		}
		for (IndexEntry entry : manifest) {
			if (entry.index().equals(index.storedName()) && isBefore(entry, hit)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Count a row that was read, and stop a scan that reads more than was allowed.
	 * @param examined how many rows were read for this call
	 * @throws ScanLimitExceededException if that is more than the query allows
	 */
	public void checkExamined(int examined) {
		if (this.plan.examinesRows() && examined > this.plan.scanLimit()) {
			throw new ScanLimitExceededException(this.plan);
		}
	}

	/**
	 * Refuse a page whose number is too great: all rows before it would be read past.
	 * @param offset how many rows lie before the page
	 * @throws UnsupportedQueryException if those are more than 10000 and more than the
	 * query allows
	 */
	public void checkOffset(long offset) {
		int allowed = Math.max(SKIPPED, this.plan.scanLimit());
		if (offset > allowed) {
			throw UnsupportedQueryException.tooFar(this.plan.entity(), offset, allowed);
		}
	}

	/**
	 * What tells this query from every other, to bind cursors to it.
	 * @return a digest of its ranges, conditions and order
	 */
	public byte[] fingerprint() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(this.prefix.bytes());
			for (KeyInterval range : this.ranges) {
				digest.update(range.from().bytes());
				digest.update(range.to().bytes());
			}
			digest
				.update((this.filter + "|" + this.sort + "|" + this.plan.isReverse()).getBytes(StandardCharsets.UTF_8));
			return digest.digest();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	Key prefix() {
		return this.prefix;
	}

	List<KeyInterval> ranges() {
		return this.ranges;
	}

	RowSort sort() {
		return this.sort;
	}

	private boolean isBefore(IndexEntry entry, Hit hit) {
		Key key = this.prefix.append(entry.values());
		Key whole = entry.unique() ? key : key.append(hit.id());
		for (int i = 0; i < this.ranges.size(); i++) {
			KeyInterval range = this.ranges.get(i);
			if (range.contains(whole)) {
				int order = range.order(whole).compareTo(hit.place());
				int direction = this.plan.isReverse() ? -order : order;
				if (direction < 0 || (order == 0 && i < hit.range())) {
					return true;
				}
			}
		}
		return false;
	}

}
