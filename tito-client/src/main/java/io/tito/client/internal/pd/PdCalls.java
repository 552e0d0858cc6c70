package io.tito.client.internal.pd;

import java.util.List;
import java.util.function.Function;

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
