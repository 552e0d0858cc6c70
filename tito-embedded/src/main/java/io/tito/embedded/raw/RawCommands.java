package io.tito.embedded.raw;

import java.util.ArrayList;
import java.util.List;

import io.tito.embedded.storage.Change;
import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.SharedStorage;
import io.tito.embedded.storage.Storage;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.RawBatchDeleteRequest;
import org.tikv.kvproto.Kvrpcpb.RawBatchGetRequest;
import org.tikv.kvproto.Kvrpcpb.RawBatchGetResponse;
import org.tikv.kvproto.Kvrpcpb.RawBatchPutRequest;
import org.tikv.kvproto.Kvrpcpb.RawBatchScanRequest;
import org.tikv.kvproto.Kvrpcpb.RawBatchScanResponse;
import org.tikv.kvproto.Kvrpcpb.RawCASRequest;
import org.tikv.kvproto.Kvrpcpb.RawCASResponse;
import org.tikv.kvproto.Kvrpcpb.RawDeleteRangeRequest;
import org.tikv.kvproto.Kvrpcpb.RawDeleteRequest;
import org.tikv.kvproto.Kvrpcpb.RawGetRequest;
import org.tikv.kvproto.Kvrpcpb.RawGetResponse;
import org.tikv.kvproto.Kvrpcpb.RawPutRequest;
import org.tikv.kvproto.Kvrpcpb.RawScanRequest;
import org.tikv.kvproto.Kvrpcpb.RawScanResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The RawKV commands, as a TiKV without time to live has them: each is atomic by itself.
 * Thread-safe.
 */
public final class RawCommands {

	private final SharedStorage storage;

	public RawCommands(SharedStorage storage) {
		this.storage = storage;
	}

	public RawGetResponse get(RawGetRequest request) {
		RawGetResponse.Builder response = RawGetResponse.newBuilder();
		return this.storage.read((storage) -> {
			ByteString value = storage.raw(request.getKey());
			return ((value != null) ? response.setValue(value) : response.setNotFound(true)).build();
		});
	}

	public RawBatchGetResponse batchGet(RawBatchGetRequest request) {
		RawBatchGetResponse.Builder response = RawBatchGetResponse.newBuilder();
		return this.storage.read((storage) -> {
			for (ByteString key : request.getKeysList()) {
				ByteString value = storage.raw(key);
				if (value != null) {
					response.addPairs(KvPair.newBuilder().setKey(key).setValue(value));
				}
			}
			return response.build();
		});
	}

	public void put(RawPutRequest request) {
		apply(List.of(new Change.PutRaw(request.getKey(), request.getValue())));
	}

	public void batchPut(RawBatchPutRequest request) {
		apply(request.getPairsList()
			.stream()
			.<Change>map((pair) -> new Change.PutRaw(pair.getKey(), pair.getValue()))
			.toList());
	}

	public void delete(RawDeleteRequest request) {
		apply(List.of(new Change.RemoveRaw(request.getKey())));
	}

	public void batchDelete(RawBatchDeleteRequest request) {
		apply(request.getKeysList().stream().<Change>map(Change.RemoveRaw::new).toList());
	}

	public void deleteRange(RawDeleteRangeRequest request) {
		this.storage.write((storage) -> {
			List<Change> changes = new ArrayList<>();
			storage.scanRaw(new KeyRange(request.getStartKey(), request.getEndKey()), false,
					(key, value) -> changes.add(new Change.RemoveRaw(key)));
			storage.apply(changes);
			return changes;
		});
	}

	private void apply(List<Change> changes) {
		this.storage.write((storage) -> {
			storage.apply(changes);
			return changes;
		});
	}

	/**
	 * RawScan.
	 * @param request the request
	 * @param region the keys of the region
	 * @return the pairs of the region that lie in the asked range
	 */
	public RawScanResponse scan(RawScanRequest request, KeyRange region) {
		KeyRange range = range(request.getStartKey(), request.getEndKey(), request.getReverse());
		return RawScanResponse.newBuilder()
			.addAllKvs(this.storage.read((storage) -> scan(storage, region.clip(range), request.getReverse(),
					request.getLimit(), request.getKeyOnly())))
			.build();
	}

	/**
	 * RawBatchScan.
	 * @param request the request
	 * @param region the keys of the region
	 * @return the pairs, range by range
	 */
	public RawBatchScanResponse batchScan(RawBatchScanRequest request, KeyRange region) {
		RawBatchScanResponse.Builder response = RawBatchScanResponse.newBuilder();
		return this.storage.read((storage) -> {
			request.getRangesList().forEach((each) -> {
				KeyRange range = range(each.getStartKey(), each.getEndKey(), request.getReverse());
				response.addAllKvs(scan(storage, region.clip(range), request.getReverse(), request.getEachLimit(),
						request.getKeyOnly()));
			});
			return response.build();
		});
	}

	// backwards, the start is the exclusive upper bound
	private static KeyRange range(ByteString start, ByteString end, boolean reverse) {
		return reverse ? new KeyRange(end, start) : new KeyRange(start, end);
	}

	private static List<KvPair> scan(Storage storage, KeyRange range, boolean reverse, int limit, boolean keyOnly) {
		List<KvPair> pairs = new ArrayList<>();
		if (limit > 0 && !range.isEmpty()) {
			storage.scanRaw(range, reverse, (key, value) -> {
				pairs.add(KvPair.newBuilder().setKey(key).setValue(keyOnly ? ByteString.EMPTY : value).build());
				return pairs.size() < limit;
			});
		}
		return pairs;
	}

	public RawCASResponse compareAndSwap(RawCASRequest request) {
		return this.storage.write((storage) -> {
			ByteString present = storage.raw(request.getKey());
			boolean succeeds = request.getPreviousNotExist() ? present == null
					: request.getPreviousValue().equals(present);
			if (succeeds) {
				storage.apply(List.of(new Change.PutRaw(request.getKey(), request.getValue())));
			}
			return answer(succeeds, present);
		});
	}

	private static RawCASResponse answer(boolean succeeds, @Nullable ByteString present) {
		RawCASResponse.Builder response = RawCASResponse.newBuilder().setSucceed(succeeds);
		return ((present != null) ? response.setPreviousValue(present) : response.setPreviousNotExist(true)).build();
	}

}
