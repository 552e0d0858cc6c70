package io.tito.relation;

import java.util.ArrayList;
import java.util.List;

import io.tito.annotation.TitoRelation.OnDelete;
import io.tito.mapping.TitoMappingContext;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.mapping.TitoPersistentProperty;

/**
 * A relation with a rule for the deletion of the rows that it points to.
 *
 * @param owner the entity that points
 * @param relation the property
 * @param target the class that it points to
 */
public record RelationRule(TitoPersistentEntity<?> owner, TitoPersistentProperty relation, Class<?> target) {

	/** Begins the names of the indexes that rules keep. */
	private static final String INDEX = "ref.";

	/**
	 * The rules of all entities that are known.
	 * @param mapping the entities
	 * @return the rules
	 */
	public static List<RelationRule> of(TitoMappingContext mapping) {
		List<RelationRule> rules = new ArrayList<>();
		for (TitoPersistentEntity<?> entity : mapping.getPersistentEntities()) {
			if (!entity.isRow()) {
				continue;
			}
			for (TitoPersistentProperty property : entity.relations()) {
				if (property.relation().onDelete() != OnDelete.NONE) {
					rules.add(new RelationRule(entity, property, property.getActualType()));
				}
			}
		}
		return rules;
	}

	public OnDelete onDelete() {
		return this.relation.relation().onDelete();
	}

	/**
	 * The index of the references.
	 * @return its name
	 */
	public String index() {
		return INDEX + this.relation.getName();
	}

	/**
	 * The ids that a row points to.
	 * @param row a row of the owner
	 * @return the ids
	 */
	public List<Object> ids(Object row) {
		return RelationFetcher.ids(this.owner, this.relation, row);
	}

}
