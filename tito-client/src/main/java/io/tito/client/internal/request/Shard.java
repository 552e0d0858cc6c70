package io.tito.client.internal.request;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.internal.region.Region;

/**
 * Some of many items: those whose keys are in one region.
 *
 * @param <T> the type of the items
 * @param region the region
 * @param items the items, in the order in which they were given
 */
public record Shard<T>(Region region, List<T> items) {

	/**
	 * Divide.
	 * @param size the most items of one part
	 * @return the parts, in order
	 */
	public List<Shard<T>> parts(int size) {
		if (this.items.size() <= size) {
			return List.of(this);
		}
		List<Shard<T>> parts = new ArrayList<>();
		for (int from = 0; from < this.items.size(); from += size) {
			parts.add(new Shard<>(this.region, this.items.subList(from, Math.min(from + size, this.items.size()))));
		}
		return parts;
	}

}
