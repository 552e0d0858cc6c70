package io.tito.autoconfigure.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tito.autoconfigure.data.IndexesDescriptor.CheckDescriptor;
import io.tito.autoconfigure.data.IndexesDescriptor.EntityDescriptor;
import io.tito.core.TitoIndexes;
import io.tito.index.IndexMembers;
import io.tito.index.IndexSituation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The endpoint {@code titoindexes}: the indexes of each entity, how far they are built,
 * what that waits for, and checks of them that this instance was asked for. Reading costs
 * one request for each entity.
 */
@Endpoint(id = "titoindexes")
public final class TitoIndexesEndpoint {

	private final TitoIndexes indexes;

	private final IndexMembers members;

	private final IndexChecks checks;

	TitoIndexesEndpoint(TitoIndexes indexes, IndexMembers members, IndexChecks checks) {
		this.indexes = indexes;
		this.members = members;
		this.checks = checks;
	}

	/**
	 * The indexes of all entities.
	 * @return a description
	 */
	@ReadOperation
	public IndexesDescriptor indexes() {
		Map<String, EntityDescriptor> entities = new TreeMap<>();
		this.indexes.entities().forEach((name, type) -> entities.put(name, describe(name, type)));
		return new IndexesDescriptor(entities);
	}

	/**
	 * The indexes of one entity.
	 * @param entity its name
	 * @return a description, or null if there is no such entity
	 */
	@ReadOperation
	public @Nullable EntityDescriptor indexesOf(@Selector String entity) {
		Class<?> type = this.indexes.entities().get(entity);
		return (type != null) ? describe(entity, type) : null;
	}

	/**
	 * Begin to compare all rows of an entity with all entries of its indexes. It runs on
	 * this instance, beside the application, and its result is shown by
	 * {@link #indexesOf}.
	 * @param entity the name of the entity
	 * @param repair whether to repair what is missing or stale; not unless it is true
	 * @return the check that runs now
	 */
	@WriteOperation
	public CheckDescriptor check(@Selector String entity, @Nullable Boolean repair) {
		Class<?> type = this.indexes.entities().get(entity);
		if (type == null) {
			throw new InvalidEndpointRequestException(
					"There is no entity '%s'; there are %s".formatted(entity, this.indexes.entities().keySet()),
					"There is no entity of that name");
		}
		return CheckDescriptor.of(this.checks.start(entity, type, Boolean.TRUE.equals(repair)));
	}

	private EntityDescriptor describe(String name, Class<?> type) {
		IndexSituation situation = this.indexes.situation(type);
		List<String> ignorant = situation.pending().isEmpty() ? List.of()
				: this.members.without(this.indexes.announcement(type));
		return EntityDescriptor.of(type, situation, ignorant, this.checks.last(name));
	}

}
