package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.MvccDump;
import io.tito.embedded.storage.Storage;
import io.tito.embedded.storage.Write;
import org.tikv.kvproto.Kvrpcpb.MvccGetByStartTsRequest;
import org.tikv.kvproto.Kvrpcpb.MvccGetByStartTsResponse;

/**
 * MvccGetByStartTs: the first key of the region about which something is known of a
 * transaction.
 */
final class Inspection {

	private Inspection() {
	}

	static MvccGetByStartTsResponse byStartTs(MvccGetByStartTsRequest request, KeyRange region, Storage storage) {
		MvccGetByStartTsResponse.Builder response = MvccGetByStartTsResponse.newBuilder();
		storage.scanAll(region, (key) -> {
			boolean found = knows(key, request.getStartTs());
			if (found) {
				response.setKey(key.key()).setInfo(MvccMessages.of(MvccDump.of(key)));
			}
			return !found;
		});
		return response.build();
	}

	private static boolean knows(KeyRecords key, long startTs) {
		Lock lock = key.lock();
		if (lock != null && lock.startTs() == startTs) {
			return true;
		}
		Write write = key.newest(Timestamps.LATEST);
		while (write != null && write.startTs() != startTs) {
			write = key.newest(write.commitTs() - 1);
		}
		return write != null;
	}

}
