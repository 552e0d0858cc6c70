package io.tito.client.internal.pd;

import io.tito.client.internal.rpc.Budget;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Knows which region holds a key and where stores are. What it says may be a little out
 * of date.
 */
public interface RegionDirectory {

	/**
	 * The region that holds a key.
	 * @param encodedKey the key as PD orders it
	 * @param budget pays
	 * @return the region and, if it is known, its leader
	 */
	Pdpb.GetRegionResponse region(ByteString encodedKey, Budget budget);

	/**
	 * The region before the one that holds a key.
	 * @param encodedKey the key as PD orders it
	 * @param budget pays
	 * @return the region and, if it is known, its leader
	 */
	Pdpb.GetRegionResponse previousRegion(ByteString encodedKey, Budget budget);

	/**
	 * A store.
	 * @param id its id
	 * @param budget pays
	 * @return the store, with its address
	 */
	Metapb.Store store(long id, Budget budget);

}
