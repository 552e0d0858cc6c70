package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Storage;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.BatchGetRequest;
import org.tikv.kvproto.Kvrpcpb.BatchGetResponse;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.ScanRequest;
import org.tikv.kvproto.Kvrpcpb.ScanResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * KvGet, KvBatchGet and KvScan. Each raises the maximum timestamp before it reads.
 */
final class Reads {

	private final Storage storage;

	private final MaxTimestamp maxTs;

	Reads(Storage storage, MaxTimestamp maxTs) {
		this.storage = storage;
		this.maxTs = maxTs;
	}

	GetResponse get(GetRequest request) {
		long readTs = begin(request.getVersion());
		try {
			ByteString value = new ReadRules(request.getContext(), readTs)
				.value(this.storage.records(request.getKey()));
			GetResponse.Builder response = GetResponse.newBuilder();
			return ((value != null) ? response.setValue(value) : response.setNotFound(true)).build();
		}
		catch (KeyErrorException ex) {
			return GetResponse.newBuilder().setError(ex.error()).build();
		}
	}

	BatchGetResponse batchGet(BatchGetRequest request) {
		ReadRules rules = new ReadRules(request.getContext(), begin(request.getVersion()));
		BatchGetResponse.Builder response = BatchGetResponse.newBuilder();
		for (ByteString key : request.getKeysList()) {
			KvPair pair = pair(rules, this.storage.records(key), false);
			if (pair != null) {
				response.addPairs(pair);
			}
		}
		return response.build();
	}

	ScanResponse scan(ScanRequest request, KeyRange region) {
		long readTs = begin(request.getVersion());
		KeyRange range = request.getReverse() ? new KeyRange(request.getEndKey(), request.getStartKey())
				: new KeyRange(request.getStartKey(), request.getEndKey());
		if (request.getReverse() && range.end().isEmpty()) {
			// the exclusive upper bound "" is the smallest key, not "unbounded"
			return ScanResponse.getDefaultInstance();
		}
		if (!region.startsAtOrBefore(range.start()) || !(range.end().isEmpty() || region.endsAtOrAfter(range.end()))) {
			return outOfBounds();
		}
		return scan(request, new ReadRules(request.getContext(), readTs), region.clip(range));
	}

	private ScanResponse scan(ScanRequest request, ReadRules rules, KeyRange range) {
		ScanResponse.Builder response = ScanResponse.newBuilder();
		if (request.getLimit() == 0) {
			return response.build();
		}
		Sample sample = new Sample(Math.max(1, request.getSampleStep()));
		this.storage.scan(range, request.getReverse(), (key) -> {
			KvPair pair = pair(rules, key, request.getKeyOnly());
			if (pair != null && sample.takesNext()) {
				response.addPairs(pair);
			}
			return response.getPairsCount() < request.getLimit();
		});
		return response.build();
	}

	private static final class Sample {

		private final int step;

		private int seen;

		private Sample(int step) {
			this.step = step;
		}

		boolean takesNext() {
			return this.seen++ % this.step == 0;
		}

	}

	private long begin(long version) {
		long readTs = Timestamps.of(version);
		this.maxTs.raise(readTs);
		return readTs;
	}

	private static @Nullable KvPair pair(ReadRules rules, KeyRecords key, boolean keyOnly) {
		try {
			ByteString value = rules.value(key);
			if (value == null) {
				return null;
			}
			return KvPair.newBuilder().setKey(key.key()).setValue(keyOnly ? ByteString.EMPTY : value).build();
		}
		catch (KeyErrorException ex) {
			return KvPair.newBuilder().setError(ex.error()).build();
		}
	}

	private static ScanResponse outOfBounds() {
		KeyError error = KeyErrors.abort("InvalidReqRange", "the range is not inside the region");
		return ScanResponse.newBuilder().setError(error).addPairs(KvPair.newBuilder().setError(error)).build();
	}

}
