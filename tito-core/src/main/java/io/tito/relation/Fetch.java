package io.tito.relation;

import java.util.List;

/**
 * Relations to fill. A path goes through nested objects and through relations:
 * {@code lines.product}, {@code customer.region}.
 *
 * @param relations the paths
 */
public record Fetch(List<String> relations) {

	/** Fill none. */
	public static final Fetch NONE = new Fetch(List.of());

	public Fetch {
		relations = List.copyOf(relations);
	}

	public static Fetch of(String... relations) {
		return new Fetch(List.of(relations));
	}

}
