package io.tito.autoconfigure.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.tito.core.TitoIndexes;
import io.tito.index.IndexPhase;
import io.tito.index.IndexSituation;
import io.tito.index.IndexStatus;

/**
 * What health says of indexes: nothing, unless one of them cannot be used, or this
 * instance may not write an entity because it is outdated.
 */
final class UnreadyIndexes {

	private UnreadyIndexes() {
	}

	/**
	 * What to know, by the name of the entity.
	 */
	static Map<String, List<String>> of(TitoIndexes indexes) {
		Map<String, List<String>> unready = new TreeMap<>();
		indexes.entities().forEach((entity, type) -> {
			List<String> notes = notes(indexes.knownSituation(type));
			if (!notes.isEmpty()) {
				unready.put(entity, notes);
			}
		});
		return unready;
	}

	private static List<String> notes(IndexSituation situation) {
		List<String> notes = new ArrayList<>();
		if (situation.outdated()) {
			notes.add("this instance is outdated and may not write");
		}
		situation.pending().forEach((name) -> notes.add(name + " waits until every instance knows it"));
		situation.indexes()
			.stream()
			.filter((status) -> status.phase() == IndexPhase.BUILDING)
			.forEach((status) -> notes.add(building(status)));
		return notes;
	}

	private static String building(IndexStatus status) {
		if (!status.problem().isEmpty()) {
			return status.index() + " cannot be built: " + status.problem();
		}
		return String.format(Locale.ROOT, "%s is built to %.0f %%", status.index(), 100 * status.progress());
	}

}
