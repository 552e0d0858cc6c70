package io.tito.mapping;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.annotation.FormerName;
import io.tito.annotation.Operation;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;
import io.tito.annotation.TitoIndex;
import io.tito.codec.RowUpcaster;
import io.tito.codec.TitoCustomConversions;
import org.junit.jupiter.api.Test;

import org.springframework.core.convert.converter.Converter;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TitoMappingContextTests {

	private final TitoMappingContext context = new TitoMappingContext();

	private List<RowUpcaster> upcasters = List.of();

	@Test
	void reportsAllFaultsOfAllEntitiesAtOnce() {
		InvalidEntitiesException refused = refused(NoId.class, Faulty.class);
		assertThat(refused.faults()).hasSize(11);
		refused.faults().forEach((fault) -> assertThat(refused).hasMessageContaining(fault));
	}

	@Test
	void refusesAnEntityWithoutId() {
		assertThat(refused(NoId.class).faults()).containsExactly(NoId.class.getName()
				+ ": it has no id: annotate one property with org.springframework.data.annotation.Id");
	}

	@Test
	void refusesTwoEntitiesOfOneName() {
		assertThat(refused(One.class, Another.class).faults()).containsExactly(
				("%s and %s: they share the entity name 'one' and would overwrite each other's rows: rename one")
					.formatted(Another.class.getName(), One.class.getName()));
	}

	@Test
	void refusesTheSecondEntityOfAName() {
		this.context.afterPropertiesSet();
		this.context.entity(One.class);
		assertThatExceptionOfType(InvalidEntitiesException.class).isThrownBy(() -> this.context.entity(Another.class))
			.withMessageContaining("share the entity name 'one'");
		assertThat(this.context.entity(One.class).entityName()).isEqualTo("one");
	}

	@Test
	void saysWhatToDoAboutEachFault() {
		assertThat(refused(Faulty.class).faults()).map((fault) -> fault.replace(Faulty.class.getName() + ": ", ""))
			.containsExactly("The entity name 'bad:name' cannot be part of a key: use 1 to 64 of A-Z a-z 0-9 . _ -",
					"the id 'id' is of type java.util.List: use String, UUID, Long or Integer, "
							+ "or register a pair of converters to and from one of them (TitoCustomConversions)",
					"the version 'version' is of type java.lang.String: use Long or Integer",
					"the index 'a' names the property 'missing', which does not exist: use one of [id, name, thing, version]",
					"two indexes are named 'a': rename one",
					"the index 'a' names the property 'thing' of type java.lang.Object, which has no order in the store: "
							+ "use texts, numbers, booleans, enums, UUID, Instant, LocalDate or bytes",
					"The index name 'b c' cannot be part of a key: use 1 to 64 of A-Z a-z 0-9 . _ -",
					"the index 'b c' has no fields: name at least one property",
					"the key of the event 'changed' names the property 'nobody', which does not exist: use one of [id, name, thing, version]",
					"the event 'changed' is published on nothing: name an operation or leave out 'on'");
	}

	@Test
	void refusesClassesWhoseRowsCannotBeRead() {
		assertThat(refused(Shape.class).faults()).containsExactly(
				Shape.class.getName() + ": it is abstract: annotate each class that is stored, with a name of its own");
		assertThat(refused(Inner.class).faults())
			.containsExactly(Inner.class.getName() + ": it is an inner class and cannot be made alone: make it static");
		assertThat(refused(Several.class).faults()).containsExactly(
				Several.class.getName() + ": it has several constructors: mark the one that reads rows with "
						+ "org.springframework.data.annotation.PersistenceCreator");
	}

	@Test
	void refusesAFormerNameThatIsInUse() {
		assertThat(refused(Renamed.class).faults()).containsExactly(
				Renamed.class.getName() + ": the former name 'name' of 'title' is the name of a property: remove it");
	}

	@Test
	void refusesARevisionWithoutItsUpcasters() {
		this.upcasters = List.of(new Noop(0), new Noop(1), new Noop(1), new Noop(3));
		assertThat(refused(Revised.class).faults()).map((fault) -> fault.replace(Revised.class.getName() + ": ", ""))
			.containsExactly("there are 2 upcasters of revision 1: declare one RowUpcaster for it",
					"there are 0 upcasters of revision 2: declare one RowUpcaster for it",
					("the upcaster %s is of revision 0, which is not one that is only read: "
							+ "remove it, or change revision or oldestRevision of @TitoEntity")
						.formatted(Noop.class.getName()),
					("the upcaster %s is of revision 3, which is not one that is only read: "
							+ "remove it, or change revision or oldestRevision of @TitoEntity")
						.formatted(Noop.class.getName()));
		assertThat(refused(Inverted.class).faults())
			.containsExactly(Inverted.class.getName() + ": its oldest revision is 2: use 0 to its revision, 1");
		assertThat(refused(Negative.class).faults())
			.containsExactly(Negative.class.getName() + ": its revision is -1: use 0 to 32767");
	}

	@Test
	void takesAnIdWithAPairOfConverters() {
		assertThat(refused(Own.class).faults()).singleElement().asString().contains("register a pair of converters");
		TitoMappingContext converting = new TitoMappingContext();
		converting.setConversions(new TitoCustomConversions(List.of(new ToText(), new FromText())));
		converting.setInitialEntitySet(Set.of(Own.class));
		converting.afterPropertiesSet();
		TitoPersistentProperty id = converting.entity(Own.class).getRequiredIdProperty();
		assertThat(id.keyType()).isEqualTo(String.class);
		assertThat(id.toKeyValue(new OwnId("x"))).isEqualTo("x");
		assertThat(id.fromKeyValue("x")).isEqualTo(new OwnId("x"));
		assertThat(converting.getPersistentEntity(OwnId.class)).isNull();
	}

	@Test
	void refusesAClassThatIsNoEntity() {
		assertThatExceptionOfType(InvalidEntitiesException.class).isThrownBy(() -> this.context.entity(String.class))
			.withMessageContaining("annotate the class with @TitoEntity");
	}

	@Test
	void knowsTheIndexesOfAnEntity() {
		this.context.setInitialEntitySet(Set.of(One.class));
		this.context.afterPropertiesSet();
		assertThat(this.context.entity(One.class).indexes()).singleElement().satisfies((index) -> {
			assertThat(index.name()).isEqualTo("by_name");
			assertThat(index.unique()).isTrue();
			assertThat(index.fields()).extracting(IndexField::name).containsExactly("name");
		});
	}

	private InvalidEntitiesException refused(Class<?>... types) {
		TitoMappingContext checked = new TitoMappingContext();
		checked.setUpcasters(this.upcasters);
		checked.setInitialEntitySet(Set.of(types));
		return catchThrowableOfType(InvalidEntitiesException.class, checked::afterPropertiesSet);
	}

	@TitoEntity("no-id")
	record NoId(String name) {
	}

	@TitoEntity("one")
	@TitoIndex(name = "by_name", fields = "name", unique = true)
	record One(@Id String id, String name) {
	}

	@TitoEntity("one")
	record Another(@Id Long id) {
	}

	@TitoEntity("bad:name")
	@TitoIndex(name = "a", fields = "missing")
	@TitoIndex(name = "a", fields = "thing")
	@TitoIndex(name = "b c", fields = {})
	@TitoEvent(type = "changed", key = "nobody", on = {})
	@TitoEvent(type = "deleted", key = "name", on = Operation.DELETE)
	record Faulty(@Id List<String> id, String name, Object thing, @Version String version) {
	}

	@TitoEntity("shape")
	abstract static class Shape {

		@Id
		String id;

	}

	@TitoEntity("inner")
	class Inner {

		@Id
		String id;

	}

	@TitoEntity("several")
	static class Several {

		@Id
		String id;

		Several(String id) {
			this.id = id;
		}

		Several(String id, String more) {
			this.id = id + more;
		}

	}

	@TitoEntity("renamed")
	record Renamed(@Id String id, String name, @FormerName( {
			"name", "older" }) String title){
	}

	@TitoEntity(value = "revised", revision = 3, oldestRevision = 1)
	record Revised(@Id String id) {
	}

	@TitoEntity(value = "inverted", revision = 1, oldestRevision = 2)
	record Inverted(@Id String id) {
	}

	@TitoEntity(value = "negative", revision = -1)
	record Negative(@Id String id) {
	}

	@TitoEntity("own")
	record Own(@Id OwnId id) {
	}

	record OwnId(String value) {
	}

	@WritingConverter
	private static final class ToText implements Converter<OwnId, String> {

		@Override
		public String convert(OwnId source) {
			return source.value();
		}

	}

	@ReadingConverter
	private static final class FromText implements Converter<String, OwnId> {

		@Override
		public OwnId convert(String source) {
			return new OwnId(source);
		}

	}

	private record Noop(int revision) implements RowUpcaster {

		@Override
		public Class<?> type() {
			return Revised.class;
		}

		@Override
		public Map<String, Object> upcast(Map<String, Object> row) {
			return row;
		}

	}

}
