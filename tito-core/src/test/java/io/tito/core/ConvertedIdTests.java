package io.tito.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import io.tito.annotation.TitoEntity;
import io.tito.codec.RowEnvelope;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.core.convert.converter.Converter;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Ids of the application's own types.
 */
class ConvertedIdTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final List<Object> CONVERTERS = List.of(new WriteRoomId(), new ReadRoomId(), new WriteNumber(),
			new ReadNumber());

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.template = TestStore.of(cluster, CONVERTERS, List.of()).template();
	}

	@Test
	void generatesAnIdOfTheOwnType() {
		Room saved = this.template.save(new Room(null, new Number(7), null));
		assertThat(saved.id().value().version()).isEqualTo(7);
		assertThat(this.template.findById(Room.class, saved.id())).contains(saved);
		assertThat(this.template.findAllById(Room.class, List.of(saved.id()))).containsExactly(saved);
		assertThat(this.template.save(saved).version()).isEqualTo(1);
		assertThat(this.template.deleteById(Room.class, saved.id())).isTrue();
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void ordersRowsByTheConvertedId() {
		for (int number : new int[] { 10, -2, 9 }) {
			this.template.insert(new Floor(new Number(number), "f" + number));
		}
		assertThat(this.template.findAll(Floor.class)).extracting(Floor::name).containsExactly("f-2", "f9", "f10");
	}

	@Test
	void storesConvertedValuesInRowsToo() {
		this.template.insert(new Floor(new Number(3), "third"));
		byte[] payload = RowEnvelope.decode(cluster.rows("data:").get(0).value()).payload();
		assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo("{\"id\":3,\"name\":\"third\"}");
	}

	@Test
	void refusesAnIdOfAnotherType() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.findById(Floor.class, 3L))
			.withMessageContaining("is of type " + Number.class.getName());
	}

	@TitoEntity("room")
	record Room(@Id @Nullable RoomId id, Number number, @Version @Nullable Long version) {
	}

	@TitoEntity("floor")
	record Floor(@Id Number id, String name) {
	}

	record RoomId(UUID value) {
	}

	record Number(int value) {
	}

	@WritingConverter
	private static final class WriteRoomId implements Converter<RoomId, UUID> {

		@Override
		public UUID convert(RoomId source) {
			return source.value();
		}

	}

	@ReadingConverter
	private static final class ReadRoomId implements Converter<UUID, RoomId> {

		@Override
		public RoomId convert(UUID source) {
			return new RoomId(source);
		}

	}

	@WritingConverter
	private static final class WriteNumber implements Converter<Number, Integer> {

		@Override
		public Integer convert(Number source) {
			return source.value();
		}

	}

	@ReadingConverter
	private static final class ReadNumber implements Converter<Integer, Number> {

		@Override
		public Number convert(Integer source) {
			return new Number(source);
		}

	}

}
