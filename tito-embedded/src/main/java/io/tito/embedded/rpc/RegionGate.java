package io.tito.embedded.rpc;

import java.util.List;
import java.util.function.Function;

import io.tito.embedded.mvcc.NewerFields;
import io.tito.embedded.pd.Region;
import io.tito.embedded.pd.Topology;
import io.tito.embedded.storage.EncodedKeys;
import io.tito.embedded.storage.KeyRange;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.Status;

/**
 * Checks that a request was sent to the right place, in the order in which TiKV does.
 */
final class RegionGate {

	private final Topology topology;

	private final long storeId;

	private final Function<Region, KeyRange> range;

	private RegionGate(Topology topology, long storeId, Function<Region, KeyRange> range) {
		this.topology = topology;
		this.storeId = storeId;
		this.range = range;
	}

	/**
	 * A gate for transactions, whose keys are compared as they are.
	 * @param topology the regions
	 * @param storeId the store
	 * @return the gate
	 */
	static RegionGate forTransactions(Topology topology, long storeId) {
		return new RegionGate(topology, storeId, Region::range);
	}

	/**
	 * A gate for raw commands, whose keys are compared with the encoded bounds of
	 * regions.
	 * @param topology the regions
	 * @param storeId the store
	 * @return the gate
	 */
	static RegionGate forRawKeys(Topology topology, long storeId) {
		return new RegionGate(topology, storeId, Region::encodedRange);
	}

	/**
	 * Find the region of a request.
	 * @param context where the client believes the region to be
	 * @param keys the raw keys that must lie in it
	 * @return the region's range
	 * @throws RegionException if the client is wrong
	 */
	KeyRange enter(Context context, List<ByteString> keys) {
		checkCluster(context);
		checkStore(context);
		Region region = this.topology.region(context.getRegionId()).orElseThrow(() -> notFound(context.getRegionId()));
		checkPeer(context, region);
		checkLeader(region);
		checkTerm(context, region);
		checkEpoch(context, region);
		for (ByteString key : keys) {
			checkKey(key, region);
		}
		return this.range.apply(region);
	}

	private void checkCluster(Context context) {
		long asked = NewerFields.clusterId(context);
		if (asked != 0 && asked != this.topology.clusterId()) {
			throw Status.INVALID_ARGUMENT
				.withDescription("Cluster ID mismatch: this one is " + this.topology.clusterId() + ", not " + asked)
				.asRuntimeException();
		}
	}

	private void checkStore(Context context) {
		long asked = context.getPeer().getStoreId();
		if (asked != this.storeId) {
			throw new RegionException(Errorpb.Error.newBuilder()
				.setMessage("to store id " + asked + ", mine " + this.storeId)
				.setStoreNotMatch(
						Errorpb.StoreNotMatch.newBuilder().setRequestStoreId(asked).setActualStoreId(this.storeId))
				.build());
		}
	}

	private static RegionException notFound(long region) {
		return new RegionException(Errorpb.Error.newBuilder()
			.setMessage("region " + region + " not found")
			.setRegionNotFound(Errorpb.RegionNotFound.newBuilder().setRegionId(region))
			.build());
	}

	private void checkPeer(Context context, Region region) {
		Metapb.Peer mine = region.peerOn(this.storeId).orElseThrow(() -> notFound(region.id()));
		if (context.getPeer().getId() != mine.getId()) {
			throw new RegionException(Errorpb.Error.newBuilder()
				.setMessage("mismatch peer id " + mine.getId() + " != " + context.getPeer().getId())
				.build());
		}
	}

	private void checkLeader(Region region) {
		if (region.leader() != this.storeId) {
			Errorpb.NotLeader.Builder notLeader = Errorpb.NotLeader.newBuilder().setRegionId(region.id());
			region.leadingPeer().ifPresent(notLeader::setLeader);
			throw new RegionException(Errorpb.Error.newBuilder()
				.setMessage("peer is not leader for region " + region.id())
				.setNotLeader(notLeader)
				.build());
		}
	}

	// a client may be late by one term
	private static void checkTerm(Context context, Region region) {
		if (context.getTerm() != 0 && region.term() > context.getTerm() + 1) {
			throw new RegionException(Errorpb.Error.newBuilder()
				.setMessage("stale command")
				.setStaleCommand(Errorpb.StaleCommand.getDefaultInstance())
				.build());
		}
	}

	// a newer version than this server's is as wrong as an older one
	private void checkEpoch(Context context, Region region) {
		long known = context.getRegionEpoch().getVersion();
		if (known != region.version()) {
			Errorpb.EpochNotMatch.Builder current = Errorpb.EpochNotMatch.newBuilder();
			this.topology.withSiblings(region, known).forEach((each) -> current.addCurrentRegions(each.toMessage()));
			throw new RegionException(
					Errorpb.Error.newBuilder().setMessage("epoch not match").setEpochNotMatch(current).build());
		}
	}

	private void checkKey(ByteString key, Region region) {
		if (!this.range.apply(region).contains(key)) {
			throw new RegionException(Errorpb.Error.newBuilder()
				.setMessage("key is not in region " + region.id())
				.setKeyNotInRegion(Errorpb.KeyNotInRegion.newBuilder()
					.setRegionId(region.id())
					.setKey(EncodedKeys.encode(key))
					.setStartKey(EncodedKeys.encodeBound(region.range().start()))
					.setEndKey(EncodedKeys.encodeBound(region.range().end())))
				.build());
		}
	}

}
