package io.tito.index;

import java.util.List;

import io.tito.key.Key;

/**
 * What a check of an entity's indexes found.
 *
 * @param entity the name of the entity
 * @param rows how many rows were checked
 * @param entries how many entries were checked
 * @param missing how many entries rows lack, or have with a wrong value
 * @param stale how many entries no row wants
 * @param damaged how many rows cannot be read
 * @param repaired how many missing and stale entries were repaired
 * @param findings the findings themselves, at most {@value #LISTED}
 */
public record IndexCheck(String entity, long rows, long entries, long missing, long stale, long damaged, long repaired,
		List<Finding> findings) {

	/** How many findings are listed. */
	public static final int LISTED = 1000;

	public IndexCheck {
		findings = List.copyOf(findings);
	}

	public boolean isClean() {
		return this.missing == 0 && this.stale == 0 && this.damaged == 0;
	}

	/**
	 * What may be wrong.
	 */
	public enum Kind {

		/** An entry that a row lacks, or that has a wrong value. */
		MISSING,

		/** An entry that no row wants. */
		STALE,

		/** A row that cannot be read. */
		DAMAGED_ROW

	}

	/**
	 * A finding.
	 *
	 * @param kind what is wrong
	 * @param index the name of the index, empty for a row
	 * @param key the key of the entry, or of the row
	 * @param row the key of the row that the entry belongs to
	 */
	public record Finding(Kind kind, String index, Key key, Key row) {
	}

}
