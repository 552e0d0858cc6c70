package io.tito.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import io.tito.annotation.TitoEvent;
import io.tito.annotation.TitoIndex;
import io.tito.key.KeyWriter;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ClassUtils;

/**
 * Finds what is wrong with the declaration of one entity.
 */
final class EntityFaults {

	private static final Set<Class<?>> ID_TYPES = Set.of(String.class, UUID.class, Long.class, Integer.class);

	private static final Set<Class<?>> VERSION_TYPES = Set.of(Long.class, Integer.class);

	private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

	private final TitoPersistentEntity<?> entity;

	private final List<String> faults = new ArrayList<>();

	private EntityFaults(TitoPersistentEntity<?> entity) {
		this.entity = entity;
	}

	static List<String> of(TitoPersistentEntity<?> entity) {
		EntityFaults check = new EntityFaults(entity);
		check.name("entity name", entity.entityName());
		check.id();
		check.version();
		check.indexes();
		check.events();
		return check.faults;
	}

	private void id() {
		TitoPersistentProperty id = this.entity.getIdProperty();
		if (id == null) {
			fault("it has no id: annotate one property with org.springframework.data.annotation.Id");
		}
		else if (!ID_TYPES.contains(ClassUtils.resolvePrimitiveIfNecessary(id.getType()))) {
			fault("the id '%s' is of type %s: use String, UUID, Long or Integer".formatted(id.getName(),
					id.getType().getName()));
		}
	}

	private void version() {
		TitoPersistentProperty version = this.entity.getVersionProperty();
		if (version != null && !VERSION_TYPES.contains(ClassUtils.resolvePrimitiveIfNecessary(version.getType()))) {
			fault("the version '%s' is of type %s: use Long or Integer".formatted(version.getName(),
					version.getType().getName()));
		}
	}

	private void indexes() {
		Set<String> names = new HashSet<>();
		for (TitoIndex index : this.entity.getType().getAnnotationsByType(TitoIndex.class)) {
			name("index name", index.name());
			if (!names.add(index.name())) {
				fault("two indexes are named '%s': rename one".formatted(index.name()));
			}
			if (index.fields().length == 0) {
				fault("the index '%s' has no fields: name at least one property".formatted(index.name()));
			}
			Arrays.stream(index.fields()).forEach((field) -> field(index, field));
		}
	}

	private void field(TitoIndex index, String field) {
		TitoPersistentProperty property = property("the index '%s'".formatted(index.name()), field);
		if (property != null && !KeyWriter.supports(property.getType())) {
			fault(("the index '%s' names the property '%s' of type %s, which has no order in the store: "
					+ "use texts, numbers, booleans, enums, UUID, Instant, LocalDate or bytes")
				.formatted(index.name(), field, property.getType().getName()));
		}
	}

	private void events() {
		for (TitoEvent event : this.entity.getType().getAnnotationsByType(TitoEvent.class)) {
			name("event type", event.type());
			expression("the key of the event '%s'".formatted(event.type()), event.key());
			expression("the due time of the event '%s'".formatted(event.type()), event.dueAt());
			expression("the payload of the event '%s'".formatted(event.type()), event.payload());
			if (event.on().length == 0) {
				fault("the event '%s' is published on nothing: name an operation or leave out 'on'"
					.formatted(event.type()));
			}
		}
	}

	/**
	 * A single name must be that of a property; of other expressions only the form can be
	 * checked without a row.
	 */
	private void expression(String where, String expression) {
		if (expression.isEmpty()) {
			return;
		}
		if (IDENTIFIER.matcher(expression).matches()) {
			property(where, expression);
			return;
		}
		try {
			new SpelExpressionParser().parseExpression(expression);
		}
		catch (ParseException ex) {
			fault("%s is not an expression: %s: correct '%s'".formatted(where, ex.getSimpleMessage(), expression));
		}
	}

	private @Nullable TitoPersistentProperty property(String where, String name) {
		TitoPersistentProperty property = this.entity.getPersistentProperty(name);
		if (property == null) {
			List<String> known = new ArrayList<>();
			this.entity.forEach((candidate) -> known.add(candidate.getName()));
			fault("%s names the property '%s', which does not exist: use one of %s".formatted(where, name, known));
		}
		return property;
	}

	private void name(String what, String name) {
		try {
			Namespace.checkName(what, name);
		}
		catch (IllegalArgumentException ex) {
			fault(String.valueOf(ex.getMessage()));
		}
	}

	private void fault(String text) {
		this.faults.add("%s: %s".formatted(this.entity.getType().getName(), text));
	}

}
