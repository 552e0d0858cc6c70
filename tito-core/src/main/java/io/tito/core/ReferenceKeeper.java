package io.tito.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoRelation.OnDelete;
import io.tito.client.Snapshot;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.key.KeyReader;
import io.tito.key.Namespace;
import io.tito.mapping.TitoMappingContext;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.mapping.TitoPersistentProperty;
import io.tito.query.BoundQuery;
import io.tito.query.Hit;
import io.tito.query.HitReader;
import io.tito.query.QueryPlan;
import io.tito.query.QuerySpec;
import io.tito.relation.Reference;
import io.tito.relation.References;
import io.tito.relation.RelationFetcher;
import io.tito.relation.RelationRule;
import io.tito.relation.RestrictedDeleteException;

/**
 * Keeps the rules of relations when rows are deleted, in the same transaction.
 * <p>
 * A transaction that begins to point to a row, and one that deletes that row, must not
 * both commit, although they write no common row. So the first locks one of a few keys
 * that belong to the row, the second all of them: those who point to the same row seldom
 * meet, the deletion meets each. Thread-safe.
 */
final class ReferenceKeeper implements EntityChangeListener {

	private static final int SLOTS = 32;

	private static final int BATCH = 500;

	private final TitoMappingContext mapping;

	private final Tables tables;

	private final Namespace namespace;

	private final EntityWriter writer;

	private volatile Rules rules = new Rules(-1, List.of());

	ReferenceKeeper(TitoMappingContext mapping, Tables tables, Namespace namespace, EntityWriter writer) {
		this.mapping = mapping;
		this.tables = tables;
		this.namespace = namespace;
		this.writer = writer;
	}

	@Override
	public void onChange(Transaction transaction, EntityChange change) {
		for (RelationRule rule : rules()) {
			if (change.operation() != Operation.DELETE && rule.owner().getType() == change.type()) {
				hold(transaction, rule, change);
			}
		}
		if (change.operation() == Operation.DELETE) {
			deleted(transaction, change);
		}
	}

	/**
	 * What a row is connected with.
	 */
	References references(Snapshot snapshot, Table<?> table, Object id, Object row) {
		List<Reference> incoming = new ArrayList<>();
		for (RelationRule rule : rules()) {
			if (rule.target() == table.entity().getType()) {
				HitReader reader = pointing(snapshot, rule, id);
				reader.next(Integer.MAX_VALUE).forEach((hit) -> incoming.add(reference(rule, hit.id())));
			}
		}
		List<Reference> outgoing = new ArrayList<>();
		for (TitoPersistentProperty relation : table.entity().relations()) {
			TitoPersistentEntity<?> target = this.mapping.entity(relation.getActualType());
			RelationFetcher.ids(table.entity(), relation, row)
				.forEach((other) -> outgoing.add(new Reference(target.entityName(), other, relation.getName())));
		}
		return new References(incoming, outgoing);
	}

	private void deleted(Transaction transaction, EntityChange change) {
		boolean pointedTo = false;
		for (RelationRule rule : rules()) {
			if (rule.target() == change.type()) {
				pointedTo = true;
				if (rule.onDelete() == OnDelete.RESTRICT) {
					restrict(transaction, rule, change);
				}
				else {
					cascade(transaction, rule, change);
				}
			}
		}
		for (int slot = 0; pointedTo && slot < SLOTS; slot++) {
			transaction.lock(slot(this.tables.of(change.type()), change.id(), slot));
		}
	}

	private void restrict(Transaction transaction, RelationRule rule, EntityChange change) {
		pointing(transaction, rule, change.id()).next(1).forEach((hit) -> {
			throw new RestrictedDeleteException(change.entity(), change.id(), reference(rule, hit.id()));
		});
	}

	private void cascade(Transaction transaction, RelationRule rule, EntityChange change) {
		Table<?> owners = this.tables.of(rule.owner().getType());
		HitReader reader = pointing(transaction, rule, change.id());
		List<Key> ids = new ArrayList<>();
		List<Hit> hits;
		do {
			hits = reader.next(BATCH);
			hits.forEach((hit) -> ids.add(hit.id()));
		}
		while (hits.size() == BATCH);
		ids.forEach((id) -> this.writer.deleteByKey(transaction, owners, id));
	}

	private void hold(Transaction transaction, RelationRule rule, EntityChange change) {
		Set<Object> begun = new HashSet<>((change.after() != null) ? rule.ids(change.after()) : List.of());
		if (change.before() != null) {
			rule.ids(change.before()).forEach(begun::remove);
		}
		Table<?> target = this.tables.of(rule.target());
		int slot = ThreadLocalRandom.current().nextInt(SLOTS);
		begun.forEach((id) -> transaction.lock(slot(target, id, slot)));
	}

	private Key slot(Table<?> target, Object id, int slot) {
		return this.namespace.prefix("hold", target.name())
			.append(target.encodedId(id))
			.append(new byte[] { (byte) slot });
	}

	private HitReader pointing(Snapshot snapshot, RelationRule rule, Object id) {
		Table<?> owners = this.tables.of(rule.owner().getType());
		QuerySpec<?> spec = QuerySpec.of(rule.owner().getType()).index(rule.index()).value(id);
		BoundQuery query = QueryPlan.of(owners.entity(), spec).bind(owners.keys(), Map.of());
		owners.checkReadable(query.plan(), snapshot);
		return query.open(snapshot, null, false, false);
	}

	private static Reference reference(RelationRule rule, Key id) {
		Object value = new KeyReader(id, 0).read();
		return new Reference(rule.owner().entityName(), String.valueOf(value), rule.relation().getName());
	}

	private List<RelationRule> rules() {
		int known = this.mapping.additions();
		Rules current = this.rules;
		if (current.entities() != known) {
			current = new Rules(known, RelationRule.of(this.mapping));
			this.rules = current;
		}
		return current.rules();
	}

	/**
	 * The rules of the entities that were known after so many additions.
	 */
	private record Rules(int entities, List<RelationRule> rules) {
	}

}
