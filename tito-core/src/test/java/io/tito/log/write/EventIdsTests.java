package io.tito.log.write;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.tito.client.Timestamp;
import io.tito.log.EventId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventIdsTests {

	private static final long PHYSICAL = 0x0192_3456_789aL;

	@Test
	void putsBaseAndNumberIntoThePosition() {
		UUID uuid = EventIds.position(Timestamp.of(PHYSICAL, 0x2a5b7), 0xbeef);

		assertThat(uuid.version()).isEqualTo(7);
		assertThat(uuid.variant()).isEqualTo(2);
		// logical 0x2a5b7 = 1010100101 10 | 110111: the upper twelve bits are a96, the
		// lower six 37
		assertThat(uuid.toString()).startsWith("01923456-789a-7a96-b7be-ef");
	}

	@Test
	void sortsAsTextByBaseThenByNumber() {
		List<String> texts = new ArrayList<>();
		for (long physical = PHYSICAL; physical < PHYSICAL + 3; physical++) {
			for (long logical : new long[] { 0, 1, 63, 64, 65, 0x1ffff, 0x3ffff }) {
				for (int number : new int[] { 0, 1, 255, 256, 9_999, 65_535 }) {
					texts.add(EventIds.position(Timestamp.of(physical, logical), number).toString());
				}
			}
		}
		assertThat(texts).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void givesIdsOfVersionSevenThatDiffer() {
		EventId first = EventIds.next();
		EventId second = EventIds.next();

		assertThat(first).isNotEqualTo(second);
		assertThat(first.value().version()).isEqualTo(7);
		assertThat(first.value().variant()).isEqualTo(2);
		assertThat(EventId.parse(first.toString())).isEqualTo(first);
	}

}
