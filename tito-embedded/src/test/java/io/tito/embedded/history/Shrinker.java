package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Makes a history that fails shorter: leaves out what it fails without.
 */
final class Shrinker {

	private final Target target;

	private final @Nullable Rule broken;

	Shrinker(Target target, @Nullable Rule broken) {
		this.target = target;
		this.broken = broken;
	}

	History shrink(History failed) {
		History shortest = failed;
		boolean shorter = true;
		while (shorter) {
			History next = withoutOne(shortest);
			shorter = next != shortest;
			shortest = next;
		}
		return shortest;
	}

	private History withoutOne(History failed) {
		for (int i = failed.steps().size() - 1; i >= 0; i--) {
			List<Step> fewer = new ArrayList<>(failed.steps());
			fewer.remove(i);
			History again = History.repeated(this.target, this.broken, fewer);
			if (again.failed()) {
				return again;
			}
		}
		return failed;
	}

}
