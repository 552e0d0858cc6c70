package io.tito.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.tito.annotation.TitoEvent;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * Finds what is wrong with the declaration of one entity.
 */
final class EntityFaults {

	private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

	private final TitoPersistentEntity<?> entity;

	private final List<String> faults = new ArrayList<>();

	private EntityFaults(TitoPersistentEntity<?> entity) {
		this.entity = entity;
	}

	static List<String> of(TitoPersistentEntity<?> entity, FieldPaths paths,
			Function<Class<?>, @Nullable TitoPersistentEntity<?>> entities) {
		EntityFaults check = new EntityFaults(entity);
		check.name("entity name", entity.entityName());
		RowFaults.of(entity).forEach(check::fault);
		IndexFaults.of(entity, paths).forEach(check::fault);
		RelationFaults.of(entity, paths, entities).forEach(check::fault);
		check.events();
		return check.faults;
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
