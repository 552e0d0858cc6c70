package io.tito.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.tito.codec.RowUpcaster;
import io.tito.codec.TitoCustomConversions;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.context.AbstractMappingContext;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;
import org.springframework.util.ClassUtils;

/**
 * Metadata of entities. Entities that are set before initialization are verified
 * together, so that one start shows every fault; others when they are first used.
 * Thread-safe once it is initialized.
 */
public class TitoMappingContext extends AbstractMappingContext<TitoPersistentEntity<?>, TitoPersistentProperty> {

	private final FieldPaths paths = new FieldPaths(this::getPersistentEntity);

	private final Map<Class<?>, TitoPersistentEntity<?>> verified = new ConcurrentHashMap<>();

	private final AtomicInteger additions = new AtomicInteger();

	private TitoCustomConversions conversions = TitoCustomConversions.none();

	private List<RowUpcaster> upcasters = List.of();

	/**
	 * Set the converters of the application's own types. To be called before the first
	 * entity is known.
	 * @param conversions the converters
	 */
	public void setConversions(TitoCustomConversions conversions) {
		this.conversions = conversions;
		setSimpleTypeHolder(new SimpleTypeHolder(Set.of(), SimpleTypeHolder.DEFAULT) {
			@Override
			public boolean isSimpleType(Class<?> type) {
				return super.isSimpleType(type) || conversions.storedType(type) != null;
			}
		});
	}

	/**
	 * Set what reads rows of older revisions. To be called before the first entity is
	 * known.
	 * @param upcasters the upcasters of all entities
	 */
	public void setUpcasters(Collection<? extends RowUpcaster> upcasters) {
		this.upcasters = List.copyOf(upcasters);
	}

	@Override
	public void initialize() {
		super.initialize();
		Collection<TitoPersistentEntity<?>> rows = rows();
		verify(rows);
		rows.forEach((entity) -> this.verified.put(entity.getType(), entity));
	}

	/**
	 * The metadata of an entity.
	 * @param <T> the class
	 * @param type the class, or a proxy of it
	 * @return the metadata, verified
	 * @throws InvalidEntitiesException if the class is not declared as it has to be
	 */
	@SuppressWarnings("unchecked")
	public <T> TitoPersistentEntity<T> entity(Class<? extends T> type) {
		Class<?> user = ClassUtils.getUserClass(type);
		TitoPersistentEntity<?> known = this.verified.get(user);
		if (known == null) {
			known = verify(user);
			this.verified.put(user, known);
		}
		return (TitoPersistentEntity<T>) known;
	}

	/**
	 * How often an entity may have been added, for those who keep what they made of all
	 * entities. Counted after it was added.
	 * @return a number that grows with each addition
	 */
	public int additions() {
		return this.additions.get();
	}

	@Override
	protected Optional<TitoPersistentEntity<?>> addPersistentEntity(TypeInformation<?> type) {
		Optional<TitoPersistentEntity<?>> added = super.addPersistentEntity(type);
		this.additions.incrementAndGet();
		return added;
	}

	private TitoPersistentEntity<?> verify(Class<?> type) {
		TitoPersistentEntity<?> entity = getPersistentEntity(type);
		if (entity == null || !entity.isRow()) {
			throw new InvalidEntitiesException(List
				.of("%s: it is no entity: annotate the class with @TitoEntity(\"name\")".formatted(type.getName())));
		}
		Set<TitoPersistentEntity<?>> together = new LinkedHashSet<>(this.verified.values());
		together.add(entity);
		verify(together);
		return entity;
	}

	private void verify(Collection<TitoPersistentEntity<?>> entities) {
		List<String> faults = new ArrayList<>();
		Map<String, Set<String>> names = new TreeMap<>();
		for (TitoPersistentEntity<?> entity : entities) {
			faults.addAll(EntityFaults.of(entity, this.paths, this::getPersistentEntity));
			names.computeIfAbsent(entity.entityName(), (name) -> new TreeSet<>()).add(entity.getType().getName());
		}
		names.forEach((name, classes) -> {
			if (classes.size() > 1) {
				faults.add("%s: they share the entity name '%s' and would overwrite each other's rows: rename one"
					.formatted(String.join(" and ", classes), name));
			}
		});
		if (!faults.isEmpty()) {
			throw new InvalidEntitiesException(faults);
		}
	}

	private Collection<TitoPersistentEntity<?>> rows() {
		return getPersistentEntities().stream().filter(TitoPersistentEntity::isRow).toList();
	}

	/**
	 * Types of the JDK are values, not classes with properties of their own.
	 */
	@Override
	protected boolean shouldCreatePersistentEntityFor(TypeInformation<?> type) {
		return !type.getType().getName().startsWith("java.") && super.shouldCreatePersistentEntityFor(type);
	}

	@Override
	protected <T> TitoPersistentEntity<?> createPersistentEntity(TypeInformation<T> type) {
		return new TitoPersistentEntity<>(type, this.paths, this.upcasters);
	}

	@Override
	protected TitoPersistentProperty createPersistentProperty(Property property, TitoPersistentEntity<?> owner,
			SimpleTypeHolder simpleTypes) {
		return new TitoPersistentProperty(property, owner, simpleTypes, this.conversions);
	}

}
