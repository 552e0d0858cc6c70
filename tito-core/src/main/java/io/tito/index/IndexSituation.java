package io.tito.index;

import java.util.List;

/**
 * How the indexes of an entity stand, as one instance sees them.
 *
 * @param entity the name of the entity
 * @param indexes a status for each index that is stored
 * @param pending the names of indexes that this instance's class declares and that are
 * not in force yet: every running instance has to know them first
 * @param unknown the names of indexes in force that this instance does not know
 * @param outdated whether this instance may not write the entity, because a newer version
 * of the application has changed its indexes
 */
public record IndexSituation(String entity, List<IndexStatus> indexes, List<String> pending, List<String> unknown,
		boolean outdated) {

	public IndexSituation {
		indexes = List.copyOf(indexes);
		pending = List.copyOf(pending);
		unknown = List.copyOf(unknown);
	}

	/**
	 * Whether every index that this instance's class declares may be read.
	 * @return whether none is pending or building
	 */
	public boolean isReady() {
		return this.pending.isEmpty()
				&& this.indexes.stream().allMatch((status) -> status.phase() != IndexPhase.BUILDING);
	}

}
