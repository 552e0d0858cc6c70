package io.tito.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.tito.codec.RowUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * The revisions of an entity's stored form. Thread-safe.
 *
 * @param oldest the oldest one that is read
 * @param current the one that is written
 * @param upcasters what reads those before it
 */
record Revisions(int oldest, int current, List<RowUpcaster> upcasters) {

	private static final int LAST = Short.MAX_VALUE;

	static Revisions of(Class<?> type, int oldest, int current, Collection<RowUpcaster> all) {
		return new Revisions(oldest, current, all.stream().filter((upcaster) -> upcaster.type() == type).toList());
	}

	Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> row, int from) {
		Map<String, @Nullable Object> changed = row;
		for (int revision = from; revision < this.current; revision++) {
			changed = of(revision).get(0).upcast(changed);
		}
		return changed;
	}

	List<String> faults() {
		if (this.current < 0 || this.current > LAST) {
			return List.of("its revision is %d: use 0 to %d".formatted(this.current, LAST));
		}
		if (this.oldest < 0 || this.oldest > this.current) {
			return List.of("its oldest revision is %d: use 0 to its revision, %d".formatted(this.oldest, this.current));
		}
		List<String> faults = new ArrayList<>();
		for (int revision = this.oldest; revision < this.current; revision++) {
			int found = of(revision).size();
			if (found != 1) {
				faults.add("there are %d upcasters of revision %d: declare one RowUpcaster for it".formatted(found,
						revision));
			}
		}
		this.upcasters.stream()
			.filter((upcaster) -> upcaster.revision() < this.oldest || upcaster.revision() >= this.current)
			.forEach((upcaster) -> faults.add(needless(upcaster)));
		return faults;
	}

	private static String needless(RowUpcaster upcaster) {
		return "the upcaster %s is of revision %d, which is not one that is only read: "
			.formatted(upcaster.getClass().getName(), upcaster.revision())
				+ "remove it, or change revision or oldestRevision of @TitoEntity";
	}

	private List<RowUpcaster> of(int revision) {
		return this.upcasters.stream().filter((upcaster) -> upcaster.revision() == revision).toList();
	}

}
