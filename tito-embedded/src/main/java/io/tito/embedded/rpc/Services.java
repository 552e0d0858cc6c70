package io.tito.embedded.rpc;

import java.util.List;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.mvcc.TransactionCommands;
import io.tito.embedded.pd.PdService;
import io.tito.embedded.pd.Topology;
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
	 * The services of one server.
	 * @param calls runs their requests
	 * @param pd the placement driver
	 * @param topology tells where requests belong
	 * @param commands the store
	 * @return PD, TiKV and health
	 */
	public static Services of(Calls calls, PdService pd, Topology topology, TransactionCommands commands) {
		return new Services(List.of(pd, new TikvService(calls, topology, commands), new HealthService(calls)));
	}

}
