package io.tito.cluster;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import io.tito.client.CorruptedDataException;
import io.tito.client.Timestamp;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemberRowTests {

	private final MemberRow row = new MemberRow("one", "ab", 1_000, 16_000, new TreeMap<>(Map.of("order/audit", 2)));

	@Test
	void isStoredAsDrawn() {
		byte[] bytes = this.row.encode();

		assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("01" + "00026162" + "00000000000003e8"
				+ "0000000000003e80" + "00000001" + "000b6f726465722f6175646974" + "00000002");
		assertThat(MemberRow.decode("one", bytes)).isEqualTo(this.row);
	}

	@Test
	void isLiveUntilItsExpiry() {
		assertThat(this.row.isLive(Timestamp.of(15_999, 262_143))).isTrue();
		assertThat(this.row.isLive(Timestamp.of(16_000, 0))).isFalse();
	}

	@Test
	void namesTheMemberThatIsDamaged() {
		byte[] cut = Arrays.copyOf(this.row.encode(), 10);

		assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(() -> MemberRow.decode("one", cut))
			.withMessageContaining("'one'");
	}

}
