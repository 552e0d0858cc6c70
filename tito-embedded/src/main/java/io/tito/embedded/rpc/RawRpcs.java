package io.tito.embedded.rpc;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.tito.embedded.fault.Rpc;
import io.tito.embedded.raw.RawCommands;
import io.tito.embedded.storage.KeyRange;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Kvrpcpb.KvPair;

/**
 * The RPCs of raw keys. Raw keys lie in the region between whose encoded bounds they are:
 * this is how clients find it, too. Column families and time to live are not had: a
 * request that needs them is answered with an error.
 */
final class RawRpcs {

	final Rpc<Kvrpcpb.RawGetRequest, Kvrpcpb.RawGetResponse> get;

	final Rpc<Kvrpcpb.RawBatchGetRequest, Kvrpcpb.RawBatchGetResponse> batchGet;

	final Rpc<Kvrpcpb.RawPutRequest, Kvrpcpb.RawPutResponse> put;

	final Rpc<Kvrpcpb.RawBatchPutRequest, Kvrpcpb.RawBatchPutResponse> batchPut;

	final Rpc<Kvrpcpb.RawDeleteRequest, Kvrpcpb.RawDeleteResponse> delete;

	final Rpc<Kvrpcpb.RawBatchDeleteRequest, Kvrpcpb.RawBatchDeleteResponse> batchDelete;

	final Rpc<Kvrpcpb.RawDeleteRangeRequest, Kvrpcpb.RawDeleteRangeResponse> deleteRange;

	final Rpc<Kvrpcpb.RawScanRequest, Kvrpcpb.RawScanResponse> scan;

	final Rpc<Kvrpcpb.RawBatchScanRequest, Kvrpcpb.RawBatchScanResponse> batchScan;

	final Rpc<Kvrpcpb.RawCASRequest, Kvrpcpb.RawCASResponse> compareAndSwap;

	RawRpcs(RegionRpcs rpcs, RawCommands commands) {
		// clients use it without a key to find a region's leader: no region error means
		// "I am"
		this.get = rpcs.reading("RawGet", Kvrpcpb.RawGetRequest::getContext,
				(request) -> request.getKey().isEmpty() ? List.of() : List.of(request.getKey()),
				checked(Kvrpcpb.RawGetRequest::getCf, (request) -> 0L, (request, region) -> commands.get(request),
						(error) -> Kvrpcpb.RawGetResponse.newBuilder().setError(error).build()),
				(error) -> Kvrpcpb.RawGetResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.RawGetResponse.newBuilder().setError(error.getAbort()).build());
		this.batchGet = rpcs.reading("RawBatchGet", Kvrpcpb.RawBatchGetRequest::getContext,
				Kvrpcpb.RawBatchGetRequest::getKeysList,
				checked(Kvrpcpb.RawBatchGetRequest::getCf, (request) -> 0L,
						(request, region) -> commands.batchGet(request),
						(error) -> Kvrpcpb.RawBatchGetResponse.newBuilder().addPairs(pair(error)).build()),
				(error) -> Kvrpcpb.RawBatchGetResponse.newBuilder().setRegionError(error).build(), null);
		this.put = rpcs.writing("RawPut", Kvrpcpb.RawPutRequest::getContext, (request) -> List.of(request.getKey()),
				checked(Kvrpcpb.RawPutRequest::getCf, Kvrpcpb.RawPutRequest::getTtl, (request, region) -> {
					commands.put(request);
					return Kvrpcpb.RawPutResponse.getDefaultInstance();
				}, (error) -> Kvrpcpb.RawPutResponse.newBuilder().setError(error).build()),
				(error) -> Kvrpcpb.RawPutResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.RawPutResponse.newBuilder().setError(error.getAbort()).build());
		this.batchPut = rpcs.writing("RawBatchPut", Kvrpcpb.RawBatchPutRequest::getContext,
				(request) -> request.getPairsList().stream().map(KvPair::getKey).toList(),
				checked(Kvrpcpb.RawBatchPutRequest::getCf, RawRpcs::longestTtl, (request, region) -> {
					commands.batchPut(request);
					return Kvrpcpb.RawBatchPutResponse.getDefaultInstance();
				}, (error) -> Kvrpcpb.RawBatchPutResponse.newBuilder().setError(error).build()),
				(error) -> Kvrpcpb.RawBatchPutResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.RawBatchPutResponse.newBuilder().setError(error.getAbort()).build());
		this.delete = rpcs.writing("RawDelete", Kvrpcpb.RawDeleteRequest::getContext,
				(request) -> List.of(request.getKey()),
				checked(Kvrpcpb.RawDeleteRequest::getCf, (request) -> 0L, (request, region) -> {
					commands.delete(request);
					return Kvrpcpb.RawDeleteResponse.getDefaultInstance();
				}, (error) -> Kvrpcpb.RawDeleteResponse.newBuilder().setError(error).build()),
				(error) -> Kvrpcpb.RawDeleteResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.RawDeleteResponse.newBuilder().setError(error.getAbort()).build());
		this.batchDelete = rpcs.writing("RawBatchDelete", Kvrpcpb.RawBatchDeleteRequest::getContext,
				Kvrpcpb.RawBatchDeleteRequest::getKeysList,
				checked(Kvrpcpb.RawBatchDeleteRequest::getCf, (request) -> 0L, (request, region) -> {
					commands.batchDelete(request);
					return Kvrpcpb.RawBatchDeleteResponse.getDefaultInstance();
				}, (error) -> Kvrpcpb.RawBatchDeleteResponse.newBuilder().setError(error).build()),
				(error) -> Kvrpcpb.RawBatchDeleteResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.RawBatchDeleteResponse.newBuilder().setError(error.getAbort()).build());
		this.deleteRange = rpcs.writing("RawDeleteRange", Kvrpcpb.RawDeleteRangeRequest::getContext,
				(request) -> List.of(request.getStartKey()),
				checked(Kvrpcpb.RawDeleteRangeRequest::getCf, (request) -> 0L, (request, region) -> {
					if (!region.endsAtOrAfter(request.getEndKey())) {
						return Kvrpcpb.RawDeleteRangeResponse.newBuilder()
							.setError("InvalidReqRange: the range is not inside the region")
							.build();
					}
					commands.deleteRange(request);
					return Kvrpcpb.RawDeleteRangeResponse.getDefaultInstance();
				}, (error) -> Kvrpcpb.RawDeleteRangeResponse.newBuilder().setError(error).build()),
				(error) -> Kvrpcpb.RawDeleteRangeResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.RawDeleteRangeResponse.newBuilder().setError(error.getAbort()).build());
		this.scan = rpcs.reading("RawScan", Kvrpcpb.RawScanRequest::getContext, (request) -> List.of(),
				checked(Kvrpcpb.RawScanRequest::getCf, (request) -> 0L, commands::scan,
						(error) -> Kvrpcpb.RawScanResponse.newBuilder().addKvs(pair(error)).build()),
				(error) -> Kvrpcpb.RawScanResponse.newBuilder().setRegionError(error).build(), null);
		this.batchScan = rpcs.reading("RawBatchScan", Kvrpcpb.RawBatchScanRequest::getContext, (request) -> List.of(),
				checked(Kvrpcpb.RawBatchScanRequest::getCf, (request) -> 0L, commands::batchScan,
						(error) -> Kvrpcpb.RawBatchScanResponse.newBuilder().addKvs(pair(error)).build()),
				(error) -> Kvrpcpb.RawBatchScanResponse.newBuilder().setRegionError(error).build(), null);
		this.compareAndSwap = rpcs.writing("RawCompareAndSwap", Kvrpcpb.RawCASRequest::getContext,
				(request) -> List.of(request.getKey()),
				checked(Kvrpcpb.RawCASRequest::getCf, Kvrpcpb.RawCASRequest::getTtl,
						(request, region) -> commands.compareAndSwap(request),
						(error) -> Kvrpcpb.RawCASResponse.newBuilder().setError(error).build()),
				(error) -> Kvrpcpb.RawCASResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.RawCASResponse.newBuilder().setError(error.getAbort()).build());
	}

	@SuppressWarnings("deprecation") // older clients use the old field
	private static long longestTtl(Kvrpcpb.RawBatchPutRequest request) {
		return request.getTtlsList().stream().reduce(request.getTtl(), Math::max);
	}

	private static KvPair pair(String error) {
		return KvPair.newBuilder().setError(Kvrpcpb.KeyError.newBuilder().setAbort(error)).build();
	}

	private static <Q, R> BiFunction<Q, KeyRange, R> checked(Function<Q, String> family, Function<Q, Long> ttl,
			BiFunction<Q, KeyRange, R> command, Function<String, R> failed) {
		return (request, region) -> {
			String wanted = family.apply(request);
			if (!wanted.isEmpty() && !wanted.equals("default")) {
				return failed.apply("InvalidCf(\"" + wanted + "\"): this server has only the default one");
			}
			if (ttl.apply(request) != 0) {
				return failed.apply("TtlNotEnabled");
			}
			return command.apply(request, region);
		};
	}

}
