package io.tito.client.internal.rpc;

import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest.Request;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse.Response;
import org.tikv.shade.io.grpc.MethodDescriptor;

/**
 * The RPCs of a store that are used, each in its two forms: as a command in a batch and
 * as a call of its own.
 *
 * @param <Q> the request
 * @param <A> the answer
 */
public final class Rpc<Q, A> {

	public static final Rpc<Kvrpcpb.GetRequest, Kvrpcpb.GetResponse> GET = new Rpc<>("KvGet", TikvGrpc.getKvGetMethod(),
			Request.Builder::setGet, Response.CmdCase.GET, Response::getGet,
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.BatchGetRequest, Kvrpcpb.BatchGetResponse> BATCH_GET = new Rpc<>("KvBatchGet",
			TikvGrpc.getKvBatchGetMethod(), Request.Builder::setBatchGet, Response.CmdCase.BATCHGET,
			Response::getBatchGet, (answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.ScanRequest, Kvrpcpb.ScanResponse> SCAN = new Rpc<>("KvScan",
			TikvGrpc.getKvScanMethod(), Request.Builder::setScan, Response.CmdCase.SCAN, Response::getScan,
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.PrewriteRequest, Kvrpcpb.PrewriteResponse> PREWRITE = new Rpc<>("KvPrewrite",
			TikvGrpc.getKvPrewriteMethod(), Request.Builder::setPrewrite, Response.CmdCase.PREWRITE,
			Response::getPrewrite, (answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.CommitRequest, Kvrpcpb.CommitResponse> COMMIT = new Rpc<>("KvCommit",
			TikvGrpc.getKvCommitMethod(), Request.Builder::setCommit, Response.CmdCase.COMMIT, Response::getCommit,
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.BatchRollbackRequest, Kvrpcpb.BatchRollbackResponse> ROLLBACK = new Rpc<>(
			"KvBatchRollback", TikvGrpc.getKvBatchRollbackMethod(), Request.Builder::setBatchRollback,
			Response.CmdCase.BATCHROLLBACK, Response::getBatchRollback,
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.CheckTxnStatusRequest, Kvrpcpb.CheckTxnStatusResponse> CHECK_STATUS = new Rpc<>(
			"KvCheckTxnStatus", TikvGrpc.getKvCheckTxnStatusMethod(), Request.Builder::setCheckTxnStatus,
			Response.CmdCase.CHECKTXNSTATUS, Response::getCheckTxnStatus,
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.CheckSecondaryLocksRequest, Kvrpcpb.CheckSecondaryLocksResponse> CHECK_SECONDARIES = new Rpc<>(
			"KvCheckSecondaryLocks", TikvGrpc.getKvCheckSecondaryLocksMethod(), Request.Builder::setCheckSecondaryLocks,
			Response.CmdCase.CHECKSECONDARYLOCKS, Response::getCheckSecondaryLocks,
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.ResolveLockRequest, Kvrpcpb.ResolveLockResponse> RESOLVE = new Rpc<>(
			"KvResolveLock", TikvGrpc.getKvResolveLockMethod(), Request.Builder::setResolveLock,
			Response.CmdCase.RESOLVELOCK, Response::getResolveLock,
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.TxnHeartBeatRequest, Kvrpcpb.TxnHeartBeatResponse> HEARTBEAT = new Rpc<>(
			"KvTxnHeartBeat", TikvGrpc.getKvTxnHeartBeatMethod(), Request.Builder::setTxnHeartBeat,
			Response.CmdCase.TXNHEARTBEAT, Response::getTxnHeartBeat,
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.PessimisticLockRequest, Kvrpcpb.PessimisticLockResponse> PESSIMISTIC_LOCK = new Rpc<>(
			"KvPessimisticLock", TikvGrpc.getKvPessimisticLockMethod(), Request.Builder::setPessimisticLock,
			Response.CmdCase.PESSIMISTICLOCK, Response::getPessimisticLock,
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.PessimisticRollbackRequest, Kvrpcpb.PessimisticRollbackResponse> PESSIMISTIC_ROLLBACK = new Rpc<>(
			"KVPessimisticRollback", TikvGrpc.getKVPessimisticRollbackMethod(), Request.Builder::setPessimisticRollback,
			Response.CmdCase.PESSIMISTICROLLBACK, Response::getPessimisticRollback,
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	public static final Rpc<Kvrpcpb.ScanLockRequest, Kvrpcpb.ScanLockResponse> SCAN_LOCK = new Rpc<>("KvScanLock",
			TikvGrpc.getKvScanLockMethod(), Request.Builder::setScanLock, Response.CmdCase.SCANLOCK,
			Response::getScanLock, (answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	/** Cannot be part of a batch. */
	public static final Rpc<Kvrpcpb.SplitRegionRequest, Kvrpcpb.SplitRegionResponse> SPLIT = new Rpc<>("SplitRegion",
			TikvGrpc.getSplitRegionMethod(), (builder, request) -> {
				throw new UnsupportedOperationException("SplitRegion is sent alone");
			}, Response.CmdCase.CMD_NOT_SET, (response) -> Kvrpcpb.SplitRegionResponse.getDefaultInstance(),
			(answer) -> answer.hasRegionError() ? answer.getRegionError() : null);

	private final String name;

	private final MethodDescriptor<Q, A> method;

	private final BiConsumer<Request.Builder, Q> wrap;

	private final Response.CmdCase expected;

	private final Function<Response, A> unwrap;

	private final RegionErrorOf<A> regionError;

	private Rpc(String name, MethodDescriptor<Q, A> method, BiConsumer<Request.Builder, Q> wrap,
			Response.CmdCase expected, Function<Response, A> unwrap, RegionErrorOf<A> regionError) {
		this.name = name;
		this.method = method;
		this.wrap = wrap;
		this.expected = expected;
		this.unwrap = unwrap;
		this.regionError = regionError;
	}

	String name() {
		return this.name;
	}

	MethodDescriptor<Q, A> method() {
		return this.method;
	}

	Request command(Q request) {
		Request.Builder builder = Request.newBuilder();
		this.wrap.accept(builder, request);
		return builder.build();
	}

	/**
	 * An answer of another kind would look like an empty one of this kind.
	 */
	@Nullable A answer(Response response) {
		return (response.getCmdCase() == this.expected) ? this.unwrap.apply(response) : null;
	}

	public Errorpb.@Nullable Error regionError(A answer) {
		return this.regionError.of(answer);
	}

	@FunctionalInterface
	private interface RegionErrorOf<A> {

		Errorpb.@Nullable Error of(A answer);

	}

}
