package io.tito.mapping;

import java.util.List;

/**
 * An index of an entity.
 *
 * @param name its name
 * @param fields the properties whose values make the entries, in this order
 * @param unique whether two rows may not have the same values
 */
public record IndexDefinition(String name, List<TitoPersistentProperty> fields, boolean unique) {

	public IndexDefinition {
		fields = List.copyOf(fields);
	}

}
