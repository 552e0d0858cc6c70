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
	void writesRevisionAndDeletionInAFormatOfTheirOwn() {
		RowEnvelope deleted = new RowEnvelope(7, 3, 1_700_000_000_000L, List.of(), new byte[] { '{', '}' });
		String golden = "02" + "0000000000000007" + "0003" + "0000018bcfe56800" + "0000" + "7b7d";
		assertThat(HexFormat.of().formatHex(deleted.encode())).isEqualTo(golden);
		RowEnvelope read = RowEnvelope.decode(HexFormat.of().parseHex(golden));
		assertThat(read.revision()).isEqualTo(3);
		assertThat(read.deleted()).isEqualTo(1_700_000_000_000L);
		assertThat(read.payload()).isEqualTo(deleted.payload());
		assertThat(new RowEnvelope(1, List.of(), new byte[0]).revision()).isZero();
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
