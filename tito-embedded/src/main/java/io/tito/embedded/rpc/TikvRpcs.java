package io.tito.embedded.rpc;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.tito.embedded.fault.Rpc;
import io.tito.embedded.mvcc.InvalidTimestampException;
import io.tito.embedded.mvcc.TransactionCommands;
import io.tito.embedded.storage.KeyRange;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Message;

/**
 * The RPCs of TiKV: for each its name, its region check, its command, and how errors look
 * in its response. Used by single calls and by command streams alike.
 */
final class TikvRpcs {

	private final RegionGate gate;

	final Rpc<Kvrpcpb.GetRequest, Kvrpcpb.GetResponse> get;

	final Rpc<Kvrpcpb.BatchGetRequest, Kvrpcpb.BatchGetResponse> batchGet;

	final Rpc<Kvrpcpb.ScanRequest, Kvrpcpb.ScanResponse> scan;

	final Rpc<Kvrpcpb.PrewriteRequest, Kvrpcpb.PrewriteResponse> prewrite;

	final Rpc<Kvrpcpb.CommitRequest, Kvrpcpb.CommitResponse> commit;

	final Rpc<Kvrpcpb.RawGetRequest, Kvrpcpb.RawGetResponse> rawGet;

	TikvRpcs(RegionGate gate, TransactionCommands commands) {
		this.gate = gate;
		this.get = rpc("KvGet", Kvrpcpb.GetRequest::getContext, (request) -> List.of(request.getKey()),
				(request, region) -> commands.get(request),
				(error) -> Kvrpcpb.GetResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.GetResponse.newBuilder().setError(error).build());
		this.batchGet = rpc("KvBatchGet", Kvrpcpb.BatchGetRequest::getContext, Kvrpcpb.BatchGetRequest::getKeysList,
				(request, region) -> commands.batchGet(request),
				(error) -> Kvrpcpb.BatchGetResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.BatchGetResponse.newBuilder().setError(error).addPairs(pair(error)).build());
		this.scan = rpc("KvScan", Kvrpcpb.ScanRequest::getContext, (request) -> List.of(), commands::scan,
				(error) -> Kvrpcpb.ScanResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.ScanResponse.newBuilder().setError(error).addPairs(pair(error)).build());
		this.prewrite = rpc("KvPrewrite", Kvrpcpb.PrewriteRequest::getContext,
				(request) -> request.getMutationsList().stream().map(Mutation::getKey).toList(),
				(request, region) -> commands.prewrite(request),
				(error) -> Kvrpcpb.PrewriteResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.PrewriteResponse.newBuilder().addErrors(error).build());
		this.commit = rpc("KvCommit", Kvrpcpb.CommitRequest::getContext, Kvrpcpb.CommitRequest::getKeysList,
				(request, region) -> commands.commit(request),
				(error) -> Kvrpcpb.CommitResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.CommitResponse.newBuilder().setError(error).build());
		// clients use it to find a region's leader: no region error means "I am"
		this.rawGet = rpc("RawGet", Kvrpcpb.RawGetRequest::getContext, (request) -> List.of(),
				(request, region) -> Kvrpcpb.RawGetResponse.newBuilder().setNotFound(true).build(),
				(error) -> Kvrpcpb.RawGetResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.RawGetResponse.newBuilder().setError(error.getAbort()).build());
	}

	private static KvPair pair(Kvrpcpb.KeyError error) {
		return KvPair.newBuilder().setError(error).build();
	}

	private <Q extends Message, R extends Message> Rpc<Q, R> rpc(String name, Function<Q, Context> context,
			Function<Q, List<ByteString>> keys, BiFunction<Q, KeyRange, R> command,
			Function<Errorpb.Error, R> regionError, Function<Kvrpcpb.KeyError, R> keyError) {
		Function<Q, R> body = (request) -> {
			try {
				return command.apply(request, this.gate.enter(context.apply(request), keys.apply(request)));
			}
			catch (RegionException ex) {
				return regionError.apply(ex.error());
			}
			catch (InvalidTimestampException ex) {
				return regionError.apply(Errorpb.Error.newBuilder().setMessage(ex.getMessage()).build());
			}
		};
		return new Rpc<>(name, body, regionError, keyError);
	}

}
