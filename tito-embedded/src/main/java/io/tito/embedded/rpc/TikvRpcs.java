package io.tito.embedded.rpc;

import java.util.List;

import io.tito.embedded.fault.Rpc;
import io.tito.embedded.mvcc.TransactionCommands;
import io.tito.embedded.storage.KeyRange;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb;

/**
 * The RPCs of TiKV: for each its name, its region check, its command, and how errors look
 * in its response. Used by single calls and by command streams alike.
 */
final class TikvRpcs {

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

	final Rpc<Kvrpcpb.SplitRegionRequest, Kvrpcpb.SplitRegionResponse> splitRegion;

	final Rpc<Kvrpcpb.MvccGetByStartTsRequest, Kvrpcpb.MvccGetByStartTsResponse> mvccGetByStartTs;

	final Rpc<Kvrpcpb.DeleteRangeRequest, Kvrpcpb.DeleteRangeResponse> deleteRange;

	final Rpc<Kvrpcpb.GetLockWaitInfoRequest, Kvrpcpb.GetLockWaitInfoResponse> getLockWaitInfo;

	final Rpc<Kvrpcpb.UnsafeDestroyRangeRequest, Kvrpcpb.UnsafeDestroyRangeResponse> unsafeDestroyRange;

	TikvRpcs(RegionRpcs rpcs, SplitRegion splitRegion, TransactionCommands commands) {
		this.get = rpcs.reading("KvGet", Kvrpcpb.GetRequest::getContext, (request) -> List.of(request.getKey()),
				(request, region) -> commands.get(request),
				(error) -> Kvrpcpb.GetResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.GetResponse.newBuilder().setError(error).build());
		this.batchGet = rpcs.reading("KvBatchGet", Kvrpcpb.BatchGetRequest::getContext,
				Kvrpcpb.BatchGetRequest::getKeysList, (request, region) -> commands.batchGet(request),
				(error) -> Kvrpcpb.BatchGetResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.BatchGetResponse.newBuilder().setError(error).addPairs(pair(error)).build());
		this.scan = rpcs.reading("KvScan", Kvrpcpb.ScanRequest::getContext, (request) -> List.of(), commands::scan,
				(error) -> Kvrpcpb.ScanResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.ScanResponse.newBuilder().setError(error).addPairs(pair(error)).build());
		this.prewrite = rpcs.preparing("KvPrewrite", Kvrpcpb.PrewriteRequest::getContext,
				(request) -> request.getMutationsList().stream().map(Mutation::getKey).toList(),
				// in two phases the commit decides
				(request) -> request.getUseAsyncCommit() || request.getTryOnePc(),
				(request, region, out) -> out.accept(commands.prewrite(request)),
				(error) -> Kvrpcpb.PrewriteResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.PrewriteResponse.newBuilder().addErrors(error).build());
		this.commit = rpcs.writing("KvCommit", Kvrpcpb.CommitRequest::getContext, Kvrpcpb.CommitRequest::getKeysList,
				(request, region) -> commands.commit(request),
				(error) -> Kvrpcpb.CommitResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.CommitResponse.newBuilder().setError(error).build());
		this.batchRollback = rpcs.writing("KvBatchRollback", Kvrpcpb.BatchRollbackRequest::getContext,
				Kvrpcpb.BatchRollbackRequest::getKeysList, (request, region) -> commands.batchRollback(request),
				(error) -> Kvrpcpb.BatchRollbackResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.BatchRollbackResponse.newBuilder().setError(error).build());
		this.cleanup = rpcs.writing("KvCleanup", Kvrpcpb.CleanupRequest::getContext,
				(request) -> List.of(request.getKey()), (request, region) -> commands.cleanup(request),
				(error) -> Kvrpcpb.CleanupResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.CleanupResponse.newBuilder().setError(error).build());
		this.checkTxnStatus = rpcs.writing("KvCheckTxnStatus", Kvrpcpb.CheckTxnStatusRequest::getContext,
				(request) -> List.of(request.getPrimaryKey()), (request, region) -> commands.checkTxnStatus(request),
				(error) -> Kvrpcpb.CheckTxnStatusResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.CheckTxnStatusResponse.newBuilder().setError(error).build());
		this.checkSecondaryLocks = rpcs.writing("KvCheckSecondaryLocks", Kvrpcpb.CheckSecondaryLocksRequest::getContext,
				Kvrpcpb.CheckSecondaryLocksRequest::getKeysList,
				(request, region) -> commands.checkSecondaryLocks(request),
				(error) -> Kvrpcpb.CheckSecondaryLocksResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.CheckSecondaryLocksResponse.newBuilder().setError(error).build());
		this.heartBeat = rpcs.writing("KvTxnHeartBeat", Kvrpcpb.TxnHeartBeatRequest::getContext,
				(request) -> List.of(request.getPrimaryLock()), (request, region) -> commands.heartBeat(request),
				(error) -> Kvrpcpb.TxnHeartBeatResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.TxnHeartBeatResponse.newBuilder().setError(error).build());
		// a crash loses them anyway
		this.pessimisticLock = rpcs.preparing("KvPessimisticLock", Kvrpcpb.PessimisticLockRequest::getContext,
				(request) -> request.getMutationsList().stream().map(Mutation::getKey).toList(), (request) -> false,
				(request, region, out) -> commands.pessimisticLock(request, out),
				(error) -> Kvrpcpb.PessimisticLockResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.PessimisticLockResponse.newBuilder().addErrors(error).build());
		this.pessimisticRollback = rpcs.preparing("KVPessimisticRollback",
				Kvrpcpb.PessimisticRollbackRequest::getContext, Kvrpcpb.PessimisticRollbackRequest::getKeysList,
				(request) -> false, (request, region, out) -> out.accept(commands.pessimisticRollback(request, region)),
				(error) -> Kvrpcpb.PessimisticRollbackResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.PessimisticRollbackResponse.newBuilder().addErrors(error).build());
		this.resolveLock = rpcs.writing("KvResolveLock", Kvrpcpb.ResolveLockRequest::getContext,
				Kvrpcpb.ResolveLockRequest::getKeysList, commands::resolveLock,
				(error) -> Kvrpcpb.ResolveLockResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.ResolveLockResponse.newBuilder().setError(error).build());
		this.scanLock = rpcs.reading("KvScanLock", Kvrpcpb.ScanLockRequest::getContext, (request) -> List.of(),
				commands::scanLock, (error) -> Kvrpcpb.ScanLockResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.ScanLockResponse.newBuilder().setError(error).build());
		this.mvccGetByKey = rpcs.reading("MvccGetByKey", Kvrpcpb.MvccGetByKeyRequest::getContext,
				(request) -> List.of(request.getKey()), (request, region) -> commands.mvccGetByKey(request),
				(error) -> Kvrpcpb.MvccGetByKeyResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.MvccGetByKeyResponse.newBuilder().setError(error.getAbort()).build());
		this.splitRegion = rpcs.reading("SplitRegion", Kvrpcpb.SplitRegionRequest::getContext, SplitRegion::keys,
				(request, region) -> splitRegion.run(request),
				(error) -> Kvrpcpb.SplitRegionResponse.newBuilder().setRegionError(error).build(), null);
		this.mvccGetByStartTs = rpcs.reading("MvccGetByStartTs", Kvrpcpb.MvccGetByStartTsRequest::getContext,
				(request) -> List.of(), commands::mvccGetByStartTs,
				(error) -> Kvrpcpb.MvccGetByStartTsResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.MvccGetByStartTsResponse.newBuilder().setError(error.getAbort()).build());
		this.deleteRange = rpcs.writing("KvDeleteRange", Kvrpcpb.DeleteRangeRequest::getContext,
				(request) -> List.of(request.getStartKey()),
				(request, region) -> deleteRange(request, region, commands),
				(error) -> Kvrpcpb.DeleteRangeResponse.newBuilder().setRegionError(error).build(),
				(error) -> Kvrpcpb.DeleteRangeResponse.newBuilder().setError(error.getAbort()).build());
		this.getLockWaitInfo = Rpc.of("GetLockWaitInfo", (request) -> commands.lockWaitInfo());
		this.unsafeDestroyRange = rpcs.storeWriting("UnsafeDestroyRange", (request) -> destroy(request, commands));
	}

	private static KvPair pair(Kvrpcpb.KeyError error) {
		return KvPair.newBuilder().setError(error).build();
	}

	private static Kvrpcpb.DeleteRangeResponse deleteRange(Kvrpcpb.DeleteRangeRequest request, KeyRange region,
			TransactionCommands commands) {
		if (!region.endsAtOrAfter(request.getEndKey())) {
			return Kvrpcpb.DeleteRangeResponse.newBuilder()
				.setError("InvalidReqRange: the range is not inside the region")
				.build();
		}
		if (!request.getNotifyOnly()) {
			commands.destroy(new KeyRange(request.getStartKey(), request.getEndKey()));
		}
		return Kvrpcpb.DeleteRangeResponse.getDefaultInstance();
	}

	private static Kvrpcpb.UnsafeDestroyRangeResponse destroy(Kvrpcpb.UnsafeDestroyRangeRequest request,
			TransactionCommands commands) {
		if (request.getStartKey().isEmpty() || request.getEndKey().isEmpty()) {
			// TiKV crashes here
			throw new IllegalArgumentException("A range to destroy needs a start and an end");
		}
		commands.destroy(new KeyRange(request.getStartKey(), request.getEndKey()));
		return Kvrpcpb.UnsafeDestroyRangeResponse.getDefaultInstance();
	}

}
