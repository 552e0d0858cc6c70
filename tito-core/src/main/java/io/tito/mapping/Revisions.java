package io.tito.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.tito.codec.RowUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * The revisions of an entity's stored form. Thread-safe.
 */
final class Revisions {

	static final int LAST = Short.MAX_VALUE;

	private final Class<?> type;

	private final int current;

	private final List<RowUpcaster> upcasters;

	Revisions(Class<?> type, int current, Collection<RowUpcaster> all) {
		this.type = type;
		this.current = current;
		this.upcasters = all.stream().filter((upcaster) -> upcaster.type() == type).toList();
	}

	int current() {
		return this.current;
	}

	Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> row, int from) {
		Map<String, @Nullable Object> changed = row;
		for (int revision = from; revision < this.current; revision++) {
			changed = of(revision).get(0).upcast(changed);
		}
		return changed;
	}

	List<String> faults() {
		List<String> faults = new ArrayList<>();
		if (this.current < 0 || this.current > LAST) {
			faults.add("its revision is %d: use 0 to %d".formatted(this.current, LAST));
			return faults;
		}
		for (int revision = 0; revision < this.current; revision++) {
			int found = of(revision).size();
			if (found != 1) {
				faults
					.add("its revision is %d and there are %d upcasters of revision %d: declare one RowUpcaster for it"
						.formatted(this.current, found, revision));
			}
		}
		this.upcasters.stream()
			.filter((upcaster) -> upcaster.revision() < 0 || upcaster.revision() >= this.current)
			.forEach((upcaster) -> faults
				.add("the upcaster %s is of revision %d, which rows of revision %d do not need: "
					.formatted(upcaster.getClass().getName(), upcaster.revision(), this.current)
						+ "remove it, or raise @TitoEntity(revision)"));
		return faults;
	}

	private List<RowUpcaster> of(int revision) {
		return this.upcasters.stream().filter((upcaster) -> upcaster.revision() == revision).toList();
	}

}
