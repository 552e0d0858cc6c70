package io.tito.embedded.storage.rocks;

import java.util.HexFormat;
import java.util.List;

import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.LockType;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.junit.jupiter.api.Test;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The stored bytes: who changes them must count up the format of the directory.
 */
class StoredFormatTests {

	private static final ByteString KEY = ByteString.copyFromUtf8("a");

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

	@Test
	void storesTheNewestRecordFirst() {
		assertThat(hex(VersionKeys.of(KEY, 1))).isEqualTo("6100000000000000f8" + "fffffffffffffffe");
		assertThat(hex(VersionKeys.of(KEY, 2))).isLessThan(hex(VersionKeys.of(KEY, 1)));
		assertThat(VersionKeys.commitTs(VersionKeys.of(KEY, 42))).isEqualTo(42);
		assertThat(VersionKeys.key(VersionKeys.of(KEY, 42))).isEqualTo(KEY);
		assertThat(hex(VersionKeys.behind(VersionKeys.of(KEY, 1)))).isGreaterThan(hex(VersionKeys.of(KEY, 0)));
	}

	@Test
	void storesRecords() {
		Write put = Write.committed(WriteType.PUT, 5, 7, ByteString.copyFromUtf8("v"), true);
		assertThat(hex(RecordCodec.encode(put))).isEqualTo("50" + "02" + "0000000000000005" + "76");
		assertThat(RecordCodec.decodeWrite(7, RecordCodec.encode(put))).isEqualTo(put);
		Write rollback = Write.rollback(9, true);
		assertThat(hex(RecordCodec.encode(rollback))).isEqualTo("52" + "01" + "0000000000000009");
		assertThat(RecordCodec.decodeWrite(9, RecordCodec.encode(rollback))).isEqualTo(rollback);
	}

	@Test
	void storesLocks() {
		Lock lock = new Lock(LockType.DELETE, KEY, 1, 2, ByteString.EMPTY, 3, 4, 5, true, List.of(KEY), List.of(6L));
		assertThat(hex(RecordCodec.encode(lock))).isEqualTo("44" + "0000000161" + "0000000000000001"
				+ "0000000000000002" + "00000000" + "0000000000000003" + "0000000000000004" + "0000000000000005" + "01"
				+ "000000010000000161" + "000000010000000000000006");
		assertThat(RecordCodec.decodeLock(RecordCodec.encode(lock))).isEqualTo(lock);
	}

	@Test
	void saysWhatIsDamaged() {
		assertThatIllegalStateException().isThrownBy(() -> RecordCodec.decodeWrite(1, new byte[10]))
			.withMessageContaining("damaged");
		assertThatIllegalStateException().isThrownBy(() -> VersionKeys.key(new byte[17]))
			.withMessageContaining("damaged");
	}

}
