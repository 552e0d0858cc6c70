package io.tito.lease;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.tito.client.CorruptedDataException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeaseTests {

	@Test
	void isStoredAsFormatOwnerAndEpoch() {
		Lease lease = new Lease("a@1", 5);
		assertThat(HexFormat.of().formatHex(lease.encode())).isEqualTo("01" + "0003614031" + "0000000000000005");
		assertThat(Lease.decode("job", lease.encode())).isEqualTo(lease);
	}

	@Test
	void keepsItsEpochWhenItIsReleased() {
		Lease taken = Lease.NEVER_TAKEN.takenBy("a@1").takenBy("b@1");
		assertThat(taken).isEqualTo(new Lease("b@1", 2));
		assertThat(taken.released().isFree()).isTrue();
		assertThat(taken.released().takenBy("c@1").epoch()).isEqualTo(3);
	}

	@Test
	void damagedAndForeignRowsAreReportedByName() {
		assertThatExceptionOfType(CorruptedDataException.class)
			.isThrownBy(() -> Lease.decode("job", new byte[] { 1, 0 }))
			.withMessageContaining("'job'");
		assertThatExceptionOfType(CorruptedDataException.class)
			.isThrownBy(() -> Lease.decode("job", "xyz".getBytes(StandardCharsets.UTF_8)))
			.withMessageContaining("format 120");
	}

}
