package io.tito.mapping;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.tito.annotation.FormerName;

import org.springframework.util.ClassUtils;

/**
 * Finds what keeps instances of an entity from being stored and read again.
 */
final class RowFaults {

	private static final Set<Class<?>> ID_TYPES = Set.of(String.class, UUID.class, Long.class, Integer.class);

	private static final Set<Class<?>> VERSION_TYPES = Set.of(Long.class, Integer.class);

	private final TitoPersistentEntity<?> entity;

	private final List<String> faults = new ArrayList<>();

	private RowFaults(TitoPersistentEntity<?> entity) {
		this.entity = entity;
	}

	static List<String> of(TitoPersistentEntity<?> entity) {
		RowFaults check = new RowFaults(entity);
		check.instances();
		check.id();
		check.version();
		check.entity.forEach(check::formerNames);
		check.faults.addAll(entity.revisions().faults());
		return check.faults;
	}

	private void instances() {
		Class<?> type = this.entity.getType();
		if (Modifier.isAbstract(type.getModifiers())) {
			this.faults.add("it is abstract: annotate each class that is stored, with a name of its own");
		}
		else if (ClassUtils.isInnerClass(type)) {
			this.faults.add("it is an inner class and cannot be made alone: make it static");
		}
		else if (this.entity.getInstanceCreatorMetadata() == null) {
			this.faults.add("it has several constructors: mark the one that reads rows with "
					+ "org.springframework.data.annotation.PersistenceCreator");
		}
	}

	private void id() {
		TitoPersistentProperty id = this.entity.getIdProperty();
		if (id == null) {
			this.faults.add("it has no id: annotate one property with org.springframework.data.annotation.Id");
		}
		else if (!ID_TYPES.contains(id.keyType())) {
			this.faults.add(("the id '%s' is of type %s: use String, UUID, Long or Integer, "
					+ "or register a pair of converters to and from one of them (TitoCustomConversions)")
				.formatted(id.getName(), id.getType().getName()));
		}
	}

	private void version() {
		TitoPersistentProperty version = this.entity.getVersionProperty();
		if (version != null && !VERSION_TYPES.contains(ClassUtils.resolvePrimitiveIfNecessary(version.getType()))) {
			this.faults.add("the version '%s' is of type %s: use Long or Integer".formatted(version.getName(),
					version.getType().getName()));
		}
	}

	private void formerNames(TitoPersistentProperty property) {
		FormerName former = property.findAnnotation(FormerName.class);
		if (former == null) {
			return;
		}
		Arrays.stream(former.value())
			.filter((name) -> this.entity.getPersistentProperty(name) != null)
			.forEach((name) -> this.faults.add("the former name '%s' of '%s' is the name of a property: remove it"
				.formatted(name, property.getName())));
	}

}
