package io.tito.mapping;

import java.util.List;
import java.util.Set;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;
import io.tito.annotation.TitoIndex;
import org.junit.jupiter.api.Test;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TitoMappingContextTests {

	private final TitoMappingContext context = new TitoMappingContext();

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
					"the id 'id' is of type java.util.List: use String, UUID, Long or Integer",
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
		this.context.setInitialEntitySet(Set.of(types));
		return catchThrowableOfType(InvalidEntitiesException.class, this.context::afterPropertiesSet);
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

}
