package io.tito.client.internal.region;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.internal.pd.RegionDirectory;
import io.tito.client.internal.rpc.Budget;

/**
 * The addresses of stores, as PD knows them. Thread-safe.
 */
final class StoreAddresses {

	private final RegionDirectory directory;

	private final Map<Long, String> known = new ConcurrentHashMap<>();

	StoreAddresses(RegionDirectory directory) {
		this.directory = directory;
	}

	String of(long store, Budget budget) {
		String address = this.known.get(store);
		if (address == null) {
			address = this.directory.store(store, budget).getAddress();
			this.known.put(store, address);
		}
		return address;
	}

	void forget(long store) {
		this.known.remove(store);
	}

}
