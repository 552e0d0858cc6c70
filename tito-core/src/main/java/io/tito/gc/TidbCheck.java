package io.tito.gc;

import java.nio.charset.StandardCharsets;

import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.key.Key;

/**
 * Whether TiDB keeps its tables in the cluster: its list of databases, at {@code m} and
 * the memcomparable form of {@code DBs}. TiDB collects by itself.
 */
final class TidbCheck {

	private static final byte[] DATABASES = "mDBs\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

	private static final byte FIVE_ARE_PADDING = (byte) (0xff - 5);

	private TidbCheck() {
	}

	static boolean isThere(Snapshot snapshot) {
		return !snapshot.scan(Scan.prefix(databases()).limit(1).withoutValues()).isEmpty();
	}

	static Key databases() {
		byte[] prefix = new byte[DATABASES.length + 1];
		System.arraycopy(DATABASES, 0, prefix, 0, DATABASES.length);
		prefix[DATABASES.length] = FIVE_ARE_PADDING;
		return Key.wrap(prefix);
	}

}
