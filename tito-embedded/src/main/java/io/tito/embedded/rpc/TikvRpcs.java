package io.tito.embedded.rpc;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import io.tito.embedded.fault.Handler;
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

	final Rpc<Kvrpcpb.BatchRollbackRequest, Kvrpcpb.BatchRollbackResponse> batchRollback;

	final Rpc<Kvrpcpb.CleanupRequest, Kvrpcpb.CleanupResponse> cleanup;

	final Rpc<Kvrpcpb.CheckTxnStatusRequest, Kvrpcpb.CheckTxnStatusResponse> checkTxnStatus;

	final Rpc<Kvrpcpb.CheckSecondaryLocksRequest, Kvrpcpb.CheckSecondaryLocksResponse> checkSecondaryLocks;

	final Rpc<Kvrpcpb.TxnHeartBeatRequest, Kvrpcpb.TxnHeartBeatResponse> heartBeat;

	final Rpc<Kvrpcpb.PessimisticLockRequest, Kvrpcpb.PessimisticLockResponse> pessimisticLock;

	final Rpc<Kvrpcpb.PessimisticRollbackRequest, Kvrpcpb.PessimisticRollbackResponse> pessimisticRollback;

	final Rpc<Kvrpcpb.ResolveLockRequest, Kvrpcpb.ResolveLockResponse> resolveLock;

	final Rpc<Kvrpcpb.ScanLockRequest, Kvrpcpb.ScanLockResponse> scanLock;

	final Rpc<Kvrpcpb.MvccGetByKeyRequest, Kvrpcpb.MvccGetByKeyResponse> mvccGetByKey;

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
		this.batchRollback = rpc("KvBatchRollback", Kvrpcpb.BatchRollbackRequest::getContext,
				Kvrpcpb.BatchRollbackRequest::getKeysList, (request, region) -> commands.batchRollback(request),
				(error) -> Kvrpcpb.BatchRollbackResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.BatchRollbackResponse.newBuilder().setError(error).build());
		this.cleanup = rpc("KvCleanup", Kvrpcpb.CleanupRequest::getContext, (request) -> List.of(request.getKey()),
				(request, region) -> commands.cleanup(request),
				(error) -> Kvrpcpb.CleanupResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.CleanupResponse.newBuilder().setError(error).build());
		this.checkTxnStatus = rpc("KvCheckTxnStatus", Kvrpcpb.CheckTxnStatusRequest::getContext,
				(request) -> List.of(request.getPrimaryKey()), (request, region) -> commands.checkTxnStatus(request),
				(error) -> Kvrpcpb.CheckTxnStatusResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.CheckTxnStatusResponse.newBuilder().setError(error).build());
		this.checkSecondaryLocks = rpc("KvCheckSecondaryLocks", Kvrpcpb.CheckSecondaryLocksRequest::getContext,
				Kvrpcpb.CheckSecondaryLocksRequest::getKeysList,
				(request, region) -> commands.checkSecondaryLocks(request),
				(error) -> Kvrpcpb.CheckSecondaryLocksResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.CheckSecondaryLocksResponse.newBuilder().setError(error).build());
		this.heartBeat = rpc("KvTxnHeartBeat", Kvrpcpb.TxnHeartBeatRequest::getContext,
				(request) -> List.of(request.getPrimaryLock()), (request, region) -> commands.heartBeat(request),
				(error) -> Kvrpcpb.TxnHeartBeatResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.TxnHeartBeatResponse.newBuilder().setError(error).build());
		this.pessimisticLock = waiting("KvPessimisticLock", Kvrpcpb.PessimisticLockRequest::getContext,
				(request) -> request.getMutationsList().stream().map(Mutation::getKey).toList(),
				(request, region, out) -> commands.pessimisticLock(request, out),
				(error) -> Kvrpcpb.PessimisticLockResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.PessimisticLockResponse.newBuilder().addErrors(error).build());
		this.pessimisticRollback = rpc("KVPessimisticRollback", Kvrpcpb.PessimisticRollbackRequest::getContext,
				Kvrpcpb.PessimisticRollbackRequest::getKeysList,
				(request, region) -> commands.pessimisticRollback(request),
				(error) -> Kvrpcpb.PessimisticRollbackResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.PessimisticRollbackResponse.newBuilder().addErrors(error).build());
		this.resolveLock = rpc("KvResolveLock", Kvrpcpb.ResolveLockRequest::getContext,
				Kvrpcpb.ResolveLockRequest::getKeysList, commands::resolveLock,
				(error) -> Kvrpcpb.ResolveLockResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.ResolveLockResponse.newBuilder().setError(error).build());
		this.scanLock = rpc("KvScanLock", Kvrpcpb.ScanLockRequest::getContext, (request) -> List.of(),
				commands::scanLock, (error) -> Kvrpcpb.ScanLockResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.ScanLockResponse.newBuilder().setError(error).build());
		this.mvccGetByKey = rpc("MvccGetByKey", Kvrpcpb.MvccGetByKeyRequest::getContext,
				(request) -> List.of(request.getKey()), (request, region) -> commands.mvccGetByKey(request),
				(error) -> Kvrpcpb.MvccGetByKeyResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.MvccGetByKeyResponse.newBuilder().setError(error.getAbort()).build());
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
		return waiting(name, context, keys, (request, region, out) -> out.accept(command.apply(request, region)),
				regionError, keyError);
	}

	private <Q extends Message, R extends Message> Rpc<Q, R> waiting(String name, Function<Q, Context> context,
			Function<Q, List<ByteString>> keys, WaitingCommand<Q, R> command, Function<Errorpb.Error, R> regionError,
			Function<Kvrpcpb.KeyError, R> keyError) {
		Handler<Q, R> handler = (request, out) -> {
			try {
				command.run(request, this.gate.enter(context.apply(request), keys.apply(request)), out);
			}
			catch (RegionException ex) {
				out.accept(regionError.apply(ex.error()));
			}
			catch (InvalidTimestampException ex) {
				out.accept(regionError.apply(Errorpb.Error.newBuilder().setMessage(ex.getMessage()).build()));
			}
		};
		return new Rpc<>(name, handler, regionError, keyError);
	}

	private interface WaitingCommand<Q, R> {

		void run(Q request, KeyRange region, Consumer<R> out);

	}

}
