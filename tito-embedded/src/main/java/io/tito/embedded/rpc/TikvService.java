package io.tito.embedded.rpc;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Rpc;
import io.tito.embedded.fault.SingleReply;
import io.tito.embedded.pd.Topology;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * The gRPC service of TiKV. What it does not know is answered with UNIMPLEMENTED.
 */
final class TikvService extends TikvGrpc.TikvImplBase {

	private final Calls calls;

	private final Commands commands;

	private final TikvRpcs rpcs;

	private final RawRpcs rawRpcs;

	TikvService(Calls calls, Topology topology, long storeId, Commands commands) {
		this.calls = calls;
		this.commands = commands;
		this.rpcs = new TikvRpcs(new RegionRpcs(RegionGate.forTransactions(topology, storeId), commands.storage()),
				new SplitRegion(topology), commands.transactions());
		this.rawRpcs = new RawRpcs(new RegionRpcs(RegionGate.forRawKeys(topology, storeId), commands.storage()),
				commands.raw());
	}

	@Override
	public void kvGet(Kvrpcpb.GetRequest request, StreamObserver<Kvrpcpb.GetResponse> out) {
		answer(this.rpcs.get, request, out);
	}

	@Override
	public void kvBatchGet(Kvrpcpb.BatchGetRequest request, StreamObserver<Kvrpcpb.BatchGetResponse> out) {
		answer(this.rpcs.batchGet, request, out);
	}

	@Override
	public void kvScan(Kvrpcpb.ScanRequest request, StreamObserver<Kvrpcpb.ScanResponse> out) {
		answer(this.rpcs.scan, request, out);
	}

	@Override
	public void kvPrewrite(Kvrpcpb.PrewriteRequest request, StreamObserver<Kvrpcpb.PrewriteResponse> out) {
		answer(this.rpcs.prewrite, request, out);
	}

	@Override
	public void kvCommit(Kvrpcpb.CommitRequest request, StreamObserver<Kvrpcpb.CommitResponse> out) {
		answer(this.rpcs.commit, request, out);
	}

	@Override
	public void kvBatchRollback(Kvrpcpb.BatchRollbackRequest request,
			StreamObserver<Kvrpcpb.BatchRollbackResponse> out) {
		answer(this.rpcs.batchRollback, request, out);
	}

	@Override
	public void kvCleanup(Kvrpcpb.CleanupRequest request, StreamObserver<Kvrpcpb.CleanupResponse> out) {
		answer(this.rpcs.cleanup, request, out);
	}

	@Override
	public void kvCheckTxnStatus(Kvrpcpb.CheckTxnStatusRequest request,
			StreamObserver<Kvrpcpb.CheckTxnStatusResponse> out) {
		answer(this.rpcs.checkTxnStatus, request, out);
	}

	@Override
	public void kvCheckSecondaryLocks(Kvrpcpb.CheckSecondaryLocksRequest request,
			StreamObserver<Kvrpcpb.CheckSecondaryLocksResponse> out) {
		answer(this.rpcs.checkSecondaryLocks, request, out);
	}

	@Override
	public void kvTxnHeartBeat(Kvrpcpb.TxnHeartBeatRequest request, StreamObserver<Kvrpcpb.TxnHeartBeatResponse> out) {
		answer(this.rpcs.heartBeat, request, out);
	}

	@Override
	public void kvPessimisticLock(Kvrpcpb.PessimisticLockRequest request,
			StreamObserver<Kvrpcpb.PessimisticLockResponse> out) {
		answer(this.rpcs.pessimisticLock, request, out);
	}

	@Override
	public void kVPessimisticRollback(Kvrpcpb.PessimisticRollbackRequest request,
			StreamObserver<Kvrpcpb.PessimisticRollbackResponse> out) {
		answer(this.rpcs.pessimisticRollback, request, out);
	}

	@Override
	public void kvResolveLock(Kvrpcpb.ResolveLockRequest request, StreamObserver<Kvrpcpb.ResolveLockResponse> out) {
		answer(this.rpcs.resolveLock, request, out);
	}

	@Override
	public void kvScanLock(Kvrpcpb.ScanLockRequest request, StreamObserver<Kvrpcpb.ScanLockResponse> out) {
		answer(this.rpcs.scanLock, request, out);
	}

	@Override
	public void mvccGetByKey(Kvrpcpb.MvccGetByKeyRequest request, StreamObserver<Kvrpcpb.MvccGetByKeyResponse> out) {
		answer(this.rpcs.mvccGetByKey, request, out);
	}

	@Override
	public void splitRegion(Kvrpcpb.SplitRegionRequest request, StreamObserver<Kvrpcpb.SplitRegionResponse> out) {
		answer(this.rpcs.splitRegion, request, out);
	}

	@Override
	public void mvccGetByStartTs(Kvrpcpb.MvccGetByStartTsRequest request,
			StreamObserver<Kvrpcpb.MvccGetByStartTsResponse> out) {
		answer(this.rpcs.mvccGetByStartTs, request, out);
	}

	@Override
	public void kvDeleteRange(Kvrpcpb.DeleteRangeRequest request, StreamObserver<Kvrpcpb.DeleteRangeResponse> out) {
		answer(this.rpcs.deleteRange, request, out);
	}

	@Override
	public void getLockWaitInfo(Kvrpcpb.GetLockWaitInfoRequest request,
			StreamObserver<Kvrpcpb.GetLockWaitInfoResponse> out) {
		answer(this.rpcs.getLockWaitInfo, request, out);
	}

	@Override
	public void unsafeDestroyRange(Kvrpcpb.UnsafeDestroyRangeRequest request,
			StreamObserver<Kvrpcpb.UnsafeDestroyRangeResponse> out) {
		answer(this.rpcs.unsafeDestroyRange, request, out);
	}

	@Override
	public void rawGet(Kvrpcpb.RawGetRequest request, StreamObserver<Kvrpcpb.RawGetResponse> out) {
		answer(this.rawRpcs.get, request, out);
	}

	@Override
	public void rawBatchGet(Kvrpcpb.RawBatchGetRequest request, StreamObserver<Kvrpcpb.RawBatchGetResponse> out) {
		answer(this.rawRpcs.batchGet, request, out);
	}

	@Override
	public void rawPut(Kvrpcpb.RawPutRequest request, StreamObserver<Kvrpcpb.RawPutResponse> out) {
		answer(this.rawRpcs.put, request, out);
	}

	@Override
	public void rawBatchPut(Kvrpcpb.RawBatchPutRequest request, StreamObserver<Kvrpcpb.RawBatchPutResponse> out) {
		answer(this.rawRpcs.batchPut, request, out);
	}

	@Override
	public void rawDelete(Kvrpcpb.RawDeleteRequest request, StreamObserver<Kvrpcpb.RawDeleteResponse> out) {
		answer(this.rawRpcs.delete, request, out);
	}

	@Override
	public void rawBatchDelete(Kvrpcpb.RawBatchDeleteRequest request,
			StreamObserver<Kvrpcpb.RawBatchDeleteResponse> out) {
		answer(this.rawRpcs.batchDelete, request, out);
	}

	@Override
	public void rawDeleteRange(Kvrpcpb.RawDeleteRangeRequest request,
			StreamObserver<Kvrpcpb.RawDeleteRangeResponse> out) {
		answer(this.rawRpcs.deleteRange, request, out);
	}

	@Override
	public void rawScan(Kvrpcpb.RawScanRequest request, StreamObserver<Kvrpcpb.RawScanResponse> out) {
		answer(this.rawRpcs.scan, request, out);
	}

	@Override
	public void rawBatchScan(Kvrpcpb.RawBatchScanRequest request, StreamObserver<Kvrpcpb.RawBatchScanResponse> out) {
		answer(this.rawRpcs.batchScan, request, out);
	}

	@Override
	public void rawCompareAndSwap(Kvrpcpb.RawCASRequest request, StreamObserver<Kvrpcpb.RawCASResponse> out) {
		answer(this.rawRpcs.compareAndSwap, request, out);
	}

	@Override
	public StreamObserver<BatchCommandsRequest> batchCommands(StreamObserver<BatchCommandsResponse> out) {
		return new CommandStream(this.calls, this.rpcs, this.rawRpcs, this.commands.storage(), new StreamAnswers(out));
	}

	private <Q extends Message, R extends Message> void answer(Rpc<Q, R> rpc, Q request, StreamObserver<R> out) {
		this.calls.run(rpc, request, new SingleReply<>(out));
	}

}
