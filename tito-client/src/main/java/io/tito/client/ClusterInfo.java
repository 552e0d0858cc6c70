package io.tito.client;

import java.util.List;

/**
 * A TiKV cluster.
 *
 * @param id the cluster's id
 * @param stores its stores that have not been removed
 */
public record ClusterInfo(long id, List<Store> stores) {

	/**
	 * A store: one TiKV server.
	 *
	 * @param id its id
	 * @param address where it is reached
	 * @param version the version of TiKV
	 * @param state its state as PD names it
	 */
	public record Store(long id, String address, String version, String state) {

	}

}
