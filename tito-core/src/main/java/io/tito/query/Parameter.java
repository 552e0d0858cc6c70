package io.tito.query;

/**
 * Stands in a {@link QuerySpec} for a value that is given with each call.
 *
 * @param name its name
 */
public record Parameter(String name) {

	@Override
	public String toString() {
		return ":" + this.name;
	}

}
