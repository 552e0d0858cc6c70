package io.tito.embedded.rpc;

import java.util.List;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.pd.EtcdKv;
import io.tito.embedded.pd.PdService;
import io.tito.embedded.pd.Topology;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest;
import org.tikv.shade.io.grpc.BindableService;

/**
 * What the server's port answers to.
 *
 * @param all the services
 */
public record Services(List<BindableService> all) {

	public Services {
		all = List.copyOf(all);
	}

	/**
	 * The services of the first store, beside which PD listens.
	 * @param calls runs their requests
	 * @param pd the placement driver
	 * @param topology tells where requests belong
	 * @param storeId the store
	 * @param commands what all stores share
	 * @return PD, TiKV and health
	 */
	public static Services ofPdAndStore(Calls calls, PdService pd, Topology topology, long storeId, Commands commands) {
		return new Services(
				List.of(pd, new EtcdKv(calls), tikv(calls, topology, storeId, commands), new HealthService(calls)));
	}

	/**
	 * The services of any other store.
	 * @param calls runs their requests
	 * @param topology tells where requests belong
	 * @param storeId the store
	 * @param commands what all stores share
	 * @return TiKV and health
	 */
	public static Services ofStore(Calls calls, Topology topology, long storeId, Commands commands) {
		return new Services(List.of(tikv(calls, topology, storeId, commands), new HealthService(calls)));
	}

	private static BindableService tikv(Calls calls, Topology topology, long storeId, Commands commands) {
		TikvService service = new TikvService(calls, topology, storeId, commands);
		return () -> NotingMarshaller.<BatchCommandsRequest>in(
				NotingMarshaller.<PrewriteRequest>in(service.bindService(),
						TikvGrpc.getKvPrewriteMethod().getFullMethodName(), PessimisticActions::hasAny,
						PessimisticActions::note),
				TikvGrpc.getBatchCommandsMethod().getFullMethodName(), PessimisticActions::hasAny,
				PessimisticActions::note);
	}

}
