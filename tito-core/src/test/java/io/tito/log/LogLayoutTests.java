package io.tito.log;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import io.tito.client.CorruptedDataException;
import io.tito.client.Timestamp;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The stored form of what the writer writes: these tests may only grow.
 */
class LogLayoutTests {

	private static final UUID ID = UUID.fromString("01923456-789a-7a96-b7be-ef0123456789");

	private final LogKeys keys = new LogKeys(new Namespace("shop"));

	@Test
	void writesKeysAsDrawn() {
		Position position = Position.of(1_700_000_000_123L, ID);

		assertThat(this.keys.event("order", 7, position).text())
			.isEqualTo("shop:event:order:0007:001700000000123:01923456-789a-7a96-b7be-ef0123456789");
		assertThat(this.keys.scheduled(new EventId(ID)).text())
			.isEqualTo("shop:scheduled:01923456-789a-7a96-b7be-ef0123456789");
		assertThat(this.keys.late("order", new Timestamp(446_676_598_784_000_017L), new Timestamp(5)).text())
			.isEqualTo("shop:late:order:00446676598784000017:00000000000000000005");
		assertThat(this.keys.type("order").text()).isEqualTo("shop:meta:type:order");
	}

	@Test
	void readsThePositionBackFromTheKey() {
		Position position = Position.of(1_700_000_000_123L, ID);

		assertThat(this.keys.position(this.keys.event("order", 7, position))).isEqualTo(position);
	}

	@Test
	void writesSettingsAsDrawn() {
		TypeSettings settings = new TypeSettings(16, Duration.ofMillis(100), Duration.ofSeconds(60));

		byte[] bytes = TypeSettingsCodec.encode(settings);

		assertThat(HexFormat.of().formatHex(bytes))
			.isEqualTo("01" + "00000010" + "0000000000000064" + "000000000000ea60");
		assertThat(TypeSettingsCodec.decode(Key.of("k"), bytes)).isEqualTo(settings);
	}

	@Test
	void refusesSettingsOfAnotherFormat() {
		byte[] bytes = TypeSettingsCodec.encode(TypeSettings.DEFAULTS);
		bytes[0] = 2;

		assertThatExceptionOfType(CorruptedDataException.class)
			.isThrownBy(() -> TypeSettingsCodec.decode(this.keys.type("order"), bytes))
			.withMessageContaining("shop:meta:type:order");
	}

	@Test
	void writesAnnouncementsAsDrawn() {
		Announcement announcement = new Announcement(List.of(Key.of("a"), Key.of("bc")));

		byte[] bytes = announcement.encode();

		assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("01" + "00000001" + "61" + "00000002" + "6263");
		assertThat(Announcement.decode(Key.of("row"), bytes)).isEqualTo(announcement);
	}

	@Test
	void namesTheAnnouncementThatIsDamaged() {
		byte[] bytes = { 1, 0, 0, 0, 9, 0x61 };

		assertThatExceptionOfType(CorruptedDataException.class)
			.isThrownBy(() -> Announcement.decode(Key.of("shop:late:order"), bytes))
			.withMessageContaining("shop:late:order");
	}

}
