package io.tito.codec;

import java.util.HexFormat;
import java.util.List;

import io.tito.key.Key;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RowEnvelopeTests {

	private static final String GOLDEN = "01" + "0000000000000007" + "0002" + "00" + "0001" + "61" + "0002" + "3130"
			+ "01" + "0002" + "6263" + "0001" + "05" + "7b7d";

	private final RowEnvelope row = new RowEnvelope(7,
			List.of(new IndexEntry("a", false, Key.of("10")), new IndexEntry("bc", true, Key.wrap(new byte[] { 5 }))),
			new byte[] { '{', '}' });

	@Test
	void writesTheBytesThatAreStoredForEver() {
		assertThat(HexFormat.of().formatHex(this.row.encode())).isEqualTo(GOLDEN);
	}

	@Test
	void readsBackWhatWasWritten() {
		RowEnvelope read = RowEnvelope.decode(HexFormat.of().parseHex(GOLDEN));
		assertThat(read.version()).isEqualTo(7);
		assertThat(read.manifest()).isEqualTo(this.row.manifest());
		assertThat(read.payload()).isEqualTo(this.row.payload());
	}

	@Test
	void refusesAnotherFormat() {
		assertThatIllegalArgumentException().isThrownBy(() -> RowEnvelope.decode(new byte[] { 9 }))
			.withMessageContaining("format 9");
	}

	@Test
	void refusesDamagedBytes() {
		assertThatIllegalArgumentException().isThrownBy(() -> RowEnvelope.decode(new byte[] { 1, 0 }))
			.withMessageContaining("damaged");
	}

}
