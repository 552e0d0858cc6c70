package io.tito.client.internal.pd;

import java.util.List;
import java.util.function.Function;

import io.tito.client.Timestamp;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pause;
import io.tito.client.internal.rpc.RpcException;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.MethodDescriptor;

/**
 * Questions to PD other than the time, repeated until the budget is used up. Thread-safe.
 */
public final class PdCalls implements RegionDirectory {

	private final PdLeader leader;

	public PdCalls(PdLeader leader) {
		this.leader = leader;
	}

	@Override
	public Pdpb.GetRegionResponse region(ByteString encodedKey, Budget budget) {
		return region(PDGrpc.getGetRegionMethod(), encodedKey, budget);
	}

	@Override
	public Pdpb.GetRegionResponse previousRegion(ByteString encodedKey, Budget budget) {
		return region(PDGrpc.getGetPrevRegionMethod(), encodedKey, budget);
	}

	private Pdpb.GetRegionResponse region(MethodDescriptor<Pdpb.GetRegionRequest, Pdpb.GetRegionResponse> method,
			ByteString encodedKey, Budget budget) {
		while (true) {
			Pdpb.GetRegionResponse answer = ask(method,
					(header) -> Pdpb.GetRegionRequest.newBuilder().setHeader(header).setRegionKey(encodedKey).build(),
					Pdpb.GetRegionResponse::getHeader, budget);
			if (answer.getRegion().getId() != 0) {
				return answer;
			}
			budget.pause(Pause.REGION_MISS, "PD does not know the region of a key yet");
		}
	}

	@Override
	public Metapb.Store store(long id, Budget budget) {
		return ask(PDGrpc.getGetStoreMethod(),
				(header) -> Pdpb.GetStoreRequest.newBuilder().setHeader(header).setStoreId(id).build(),
				Pdpb.GetStoreResponse::getHeader, budget)
			.getStore();
	}

	public List<Metapb.Store> stores(Budget budget) {
		return ask(PDGrpc.getGetAllStoresMethod(),
				(header) -> Pdpb.GetAllStoresRequest.newBuilder()
					.setHeader(header)
					.setExcludeTombstoneStores(true)
					.build(),
				Pdpb.GetAllStoresResponse::getHeader, budget)
			.getStoresList();
	}

	/**
	 * How far the cluster has been collected.
	 * @param budget pays
	 * @return the safe point, zero if nobody has ever collected
	 */
	public Timestamp safePoint(Budget budget) {
		return new Timestamp(ask(PDGrpc.getGetGCSafePointMethod(),
				(header) -> Pdpb.GetGCSafePointRequest.newBuilder().setHeader(header).build(),
				Pdpb.GetGCSafePointResponse::getHeader, budget)
			.getSafePoint());
	}

	/**
	 * Let stores collect. Only after all locks up to there were resolved.
	 * @param safePoint the new safe point; ignored if it is behind the present one
	 * @param budget pays
	 * @return the safe point now
	 */
	public Timestamp advanceSafePoint(Timestamp safePoint, Budget budget) {
		return new Timestamp(ask(PDGrpc.getUpdateGCSafePointMethod(),
				(header) -> Pdpb.UpdateGCSafePointRequest.newBuilder()
					.setHeader(header)
					.setSafePoint(safePoint.value())
					.build(),
				Pdpb.UpdateGCSafePointResponse::getHeader, budget)
			.getNewSafePoint());
	}

	/**
	 * Register, renew or remove the safe point of a service. It is refused, without an
	 * error, if it is below the smallest one.
	 * @param service the service
	 * @param ttlSeconds for how long, 0 to remove it
	 * @param at its safe point
	 * @param budget pays
	 * @return the smallest safe point of a service
	 */
	public ServiceSafePoint hold(String service, long ttlSeconds, Timestamp at, Budget budget) {
		Pdpb.UpdateServiceGCSafePointResponse least = ask(PDGrpc.getUpdateServiceGCSafePointMethod(),
				(header) -> Pdpb.UpdateServiceGCSafePointRequest.newBuilder()
					.setHeader(header)
					.setServiceId(ByteString.copyFromUtf8(service))
					.setTTL(ttlSeconds)
					.setSafePoint(at.value())
					.build(),
				Pdpb.UpdateServiceGCSafePointResponse::getHeader, budget);
		return new ServiceSafePoint(least.getServiceId().toStringUtf8(), new Timestamp(least.getMinSafePoint()));
	}

	/**
	 * Have regions spread over the stores.
	 * @param regions their ids
	 * @param group regions of one group are spread evenly
	 * @param budget pays
	 * @return whether PD took the job; it refuses while it does not know a region yet
	 */
	public boolean scatter(List<Long> regions, String group, Budget budget) {
		return !ask(PDGrpc.getScatterRegionMethod(),
				(header) -> Pdpb.ScatterRegionRequest.newBuilder()
					.setHeader(header)
					.addAllRegionsId(regions)
					.setGroup(group)
					.build(),
				(answer) -> Pdpb.ResponseHeader.getDefaultInstance(), budget)
			.getHeader()
			.hasError();
	}

	/**
	 * Whether PD is still moving a region. It answers with an error where it never was.
	 * @param region the id
	 * @param budget pays
	 * @return whether an operator runs
	 */
	public boolean moving(long region, Budget budget) {
		Pdpb.GetOperatorResponse operator = ask(PDGrpc.getGetOperatorMethod(),
				(header) -> Pdpb.GetOperatorRequest.newBuilder().setHeader(header).setRegionId(region).build(),
				(answer) -> Pdpb.ResponseHeader.getDefaultInstance(), budget);
		return !operator.getHeader().hasError() && operator.getStatus() == Pdpb.OperatorStatus.RUNNING;
	}

	private <Q, A> A ask(MethodDescriptor<Q, A> method, Function<Pdpb.RequestHeader, Q> request,
			Function<A, Pdpb.ResponseHeader> header, Budget budget) {
		while (true) {
			try {
				budget.countTrip();
				A answer = budget.await(this.leader.call(method, request.apply(this.leader.header())));
				if (!header.apply(answer).hasError()) {
					return answer;
				}
				Pdpb.Error error = header.apply(answer).getError();
				recover(budget, "PD answered " + error.getType() + " " + error.getMessage(), null);
			}
			catch (RpcException ex) {
				recover(budget, "PD did not answer: " + ex.getMessage(), ex);
			}
		}
	}

	private void recover(Budget budget, String cause, @Nullable Throwable thrown) {
		budget.pause(Pause.PD_UNREACHABLE, 0, cause, thrown);
		try {
			this.leader.refresh(budget);
		}
		catch (RpcException ex) {
			budget.pause(Pause.PD_UNREACHABLE, 0, cause + "; no PD server knows the leader", ex);
		}
	}

}
