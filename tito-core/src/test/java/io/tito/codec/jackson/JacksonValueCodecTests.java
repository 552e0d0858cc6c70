package io.tito.codec.jackson;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tito.codec.UnreadableValueException;
import org.junit.jupiter.api.Test;

import org.springframework.data.annotation.PersistenceCreator;
import org.springframework.data.annotation.Transient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JacksonValueCodecTests {

	private final JacksonValueCodec codec = new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build());

	@Test
	void readsBackARecord() {
		Everything value = new Everything("a", 1, 2L, true, 1.5, new BigDecimal("1.10"),
				Instant.parse("2026-01-02T03:04:05.678Z"), LocalDate.of(2026, 1, 2),
				UUID.fromString("00000000-0000-0001-0000-000000000002"), Color.RED, List.of("x", "y"), Map.of("k", 1),
				Optional.of("o"), new Nested("n"));
		assertThat(this.codec.<Everything>read(this.codec.write(value), Everything.class)).isEqualTo(value);
	}

	@Test
	void writesTheJsonThatIsStoredForEver() {
		assertThat(text(this.codec.write(new Web("s", "r", Color.RED, Instant.EPOCH, null))))
			.isEqualTo("{\"secret\":\"s\",\"renamed\":\"r\",\"color\":\"RED\",\"at\":\"1970-01-01T00:00:00Z\"}");
	}

	@Test
	void storesWhatIsHiddenFromTheWeb() {
		Web value = new Web("s", "r", Color.RED, Instant.EPOCH, null);
		assertThat(this.codec.<Web>read(this.codec.write(value), Web.class)).isEqualTo(value);
	}

	@Test
	void leavesOutWhatIsTransient() {
		byte[] bytes = this.codec.write(new Derived("id", "computed"));
		assertThat(text(bytes)).isEqualTo("{\"id\":\"id\"}");
		assertThat(this.codec.<Derived>read(bytes, Derived.class)).isEqualTo(new Derived("id", null));
	}

	@Test
	void readsAbsentPropertiesAsEmpty() {
		Grown grown = this.codec.read(bytes("{\"id\":\"1\",\"gone\":[1,{\"a\":2}]}"), Grown.class);
		assertThat(grown).isEqualTo(new Grown("1", null, 0, false, List.of(), Set.of(), Map.of(), Optional.empty()));
	}

	@Test
	void readsClassesByTheirFields() {
		Bean bean = new Bean();
		bean.name = "n";
		Bean read = this.codec.read(this.codec.write(bean), Bean.class);
		assertThat(read.name).isEqualTo("n");
	}

	@Test
	void readsClassesByTheirConstructor() {
		Immutable read = this.codec.read(this.codec.write(new Immutable("n", 3)), Immutable.class);
		assertThat(read.name).isEqualTo("n");
		assertThat(read.number).isEqualTo(3);
	}

	@Test
	void readsClassesByTheConstructorForPersistence() {
		Chosen read = this.codec.read(this.codec.write(new Chosen("n")), Chosen.class);
		assertThat(read.name).isEqualTo("n");
		assertThat(read.restored).isTrue();
	}

	@Test
	void readsSubtypesByName() {
		Holder value = new Holder(new Circle(2));
		assertThat(this.codec.<Holder>read(this.codec.write(value), Holder.class)).isEqualTo(value);
	}

	@Test
	void refusesDamagedBytes() {
		assertThatExceptionOfType(UnreadableValueException.class)
			.isThrownBy(() -> this.codec.read(bytes("{\"id\":"), Grown.class))
			.withMessageContaining("6 stored bytes cannot be read as " + Grown.class.getName());
	}

	private static byte[] bytes(String json) {
		return json.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	enum Color {

		RED;

		@Override
		public String toString() {
			return "shown as red";
		}

	}

	record Nested(String value) {
	}

	record Everything(String text, int number, Long big, boolean flag, double real, BigDecimal decimal, Instant at,
			LocalDate day, UUID uuid, Color color, List<String> list, Map<String, Integer> map,
			Optional<String> optional, Nested nested) {
	}

	record Web(@JsonIgnore String secret, @JsonProperty("other") String renamed, Color color, Instant at,
			String absent) {
	}

	record Derived(String id, @Transient String computed) {
	}

	record Grown(String id, String text, int number, boolean flag, List<String> list, Set<String> set,
			Map<String, String> map, Optional<String> optional) {
	}

	static class Bean {

		private String name;

		String getShout() {
			return this.name.toUpperCase();
		}

	}

	static class Immutable {

		private final String name;

		private final int number;

		Immutable(String name, int number) {
			this.name = name;
			this.number = number;
		}

	}

	static class Chosen {

		private final String name;

		@Transient
		private final boolean restored;

		Chosen(String name) {
			this(name, false);
		}

		@PersistenceCreator
		static Chosen restore(String name) {
			return new Chosen(name, true);
		}

		private Chosen(String name, boolean restored) {
			this.name = name;
			this.restored = restored;
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
	interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	record Holder(Shape shape) {
	}

}
