package io.tito.mapping;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.tito.annotation.IndexKeys;
import io.tito.annotation.TitoIndex;
import io.tito.key.KeyWriter;
import io.tito.key.Namespace;

import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * Finds what is wrong with the indexes of one entity.
 */
final class IndexFaults {

	private final TitoPersistentEntity<?> entity;

	private final FieldPaths paths;

	private final List<String> faults = new ArrayList<>();

	private IndexFaults(TitoPersistentEntity<?> entity, FieldPaths paths) {
		this.entity = entity;
		this.paths = paths;
	}

	static List<String> of(TitoPersistentEntity<?> entity, FieldPaths paths) {
		IndexFaults check = new IndexFaults(entity, paths);
		Set<String> names = new HashSet<>();
		for (TitoIndex index : entity.getType().getAnnotationsByType(TitoIndex.class)) {
			check.name(index.name(), names);
			check.fields(index);
			check.condition(index);
			check.keys(index);
		}
		return check.faults;
	}

	private void name(String name, Set<String> names) {
		try {
			Namespace.checkName("index name", name);
		}
		catch (IllegalArgumentException ex) {
			this.faults.add(String.valueOf(ex.getMessage()));
		}
		if (name.startsWith(IndexDeclarations.REFERENCE)) {
			fault("the index '%s' has a name that begins with 'ref.', as those of relations do: rename it", name);
		}
		if (!names.add(name)) {
			fault("two indexes are named '%s': rename one", name);
		}
	}

	private void fields(TitoIndex index) {
		boolean custom = IndexDeclarations.keys(index) != null;
		if (index.fields().length == 0 && !custom) {
			fault("the index '%s' has no fields: name at least one property", index.name());
		}
		if (index.fields().length > 0 && custom) {
			fault("the index '%s' has fields and a class that makes its keys: leave out one of them", index.name());
		}
		if (!IndexDeclarations.isOrdered(index)) {
			fault("the index '%s' has %d fields and %d directions: give each field one, or leave them out",
					index.name(), index.fields().length, index.order().length);
		}
		for (String field : index.fields()) {
			field(index, field);
		}
	}

	private void field(TitoIndex index, String field) {
		try {
			for (FieldPath path : this.paths.expand(this.entity, field)) {
				if (!KeyWriter.supports(path.keyType())) {
					fault("the index '%s' names the property '%s' of type %s, which has no order in the store: "
							+ "use texts, numbers, booleans, enums, UUID, Instant, LocalDate or bytes", index.name(),
							path.path(), path.type().getName());
				}
			}
		}
		catch (UnknownFieldException ex) {
			fault("the index '%s' names %s", index.name(), ex.fault());
		}
	}

	private void condition(TitoIndex index) {
		if (index.condition().isEmpty()) {
			return;
		}
		try {
			new SpelExpressionParser().parseExpression(index.condition());
		}
		catch (ParseException ex) {
			fault("the condition of the index '%s' is no SpEL expression: %s", index.name(), ex.getSimpleMessage());
		}
	}

	private void keys(TitoIndex index) {
		Class<? extends IndexKeys<?>> keys = IndexDeclarations.keys(index);
		if (keys == null) {
			return;
		}
		try {
			keys.getDeclaredConstructor();
			if (Modifier.isAbstract(keys.getModifiers())) {
				fault("the keys of the index '%s' are made by %s, which is abstract: name a class", index.name(),
						keys.getName());
			}
		}
		catch (NoSuchMethodException ex) {
			fault("the keys of the index '%s' are made by %s, which needs a constructor without parameters",
					index.name(), keys.getName());
		}
	}

	private void fault(String text, Object... arguments) {
		this.faults.add(text.formatted(arguments));
	}

}
