package io.tito.embedded.conformance;

import java.util.List;
import java.util.UUID;

import org.tikv.kvproto.Kvrpcpb.GCRequest;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

import static io.tito.embedded.wire.Notation.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What PD tells of regions, time and garbage.
 */
class PlacementTests extends RegionTestBase {

	private ByteString bound(String key) {
		return encoded(this.wire.key(key));
	}

	@Scenario(143)
	void splitsARegion() {
		Metapb.Region whole = this.wire.cluster().region(bound("a")).getRegion();
		List<Metapb.Region> parts = split("n", "f");
		assertThat(parts).extracting(Metapb.Region::getEndKey)
			.containsExactly(bound("f"), bound("n"), whole.getEndKey());
		assertThat(parts).extracting(Metapb.Region::getStartKey)
			.containsExactly(whole.getStartKey(), bound("f"), bound("n"));
		assertThat(parts.get(2).getId()).isEqualTo(whole.getId());
		assertThat(parts).extracting(Metapb.Region::getId).doesNotHaveDuplicates();
		assertThat(parts).extracting((part) -> part.getRegionEpoch().getVersion())
			.containsOnly(whole.getRegionEpoch().getVersion() + 2);
		assertThat(this.wire.cluster().region(bound("g")).getRegion().getId()).isEqualTo(parts.get(1).getId());
	}

	@Scenario(144)
	void findsTheRegionsAroundABound() {
		split("f", "n");
		assertThat(this.wire.cluster().region(bound("ezzz")).getRegion().getEndKey()).isEqualTo(bound("f"));
		assertThat(this.wire.cluster().region(bound("f")).getRegion().getEndKey()).isEqualTo(bound("n"));
		assertThat(this.wire.cluster().region(bound("f\0")).getRegion().getEndKey()).isEqualTo(bound("n"));
		assertThat(this.wire.cluster().regionBefore(bound("f")).getRegion().getEndKey()).isEqualTo(bound("f"));
		assertThat(this.wire.cluster().regionBefore(bound("z")).getRegion().getEndKey()).isEqualTo(bound("n"));
	}

	@Scenario(145)
	void scansRegionsWithoutGaps() {
		split("f", "n");
		List<Metapb.Region> regions = this.wire.cluster().regions(bound("a"), bound("z"), 0);
		assertThat(regions).extracting(Metapb.Region::getEndKey).startsWith(bound("f"), bound("n"));
		for (int i = 1; i < regions.size(); i++) {
			assertThat(regions.get(i).getStartKey()).isEqualTo(regions.get(i - 1).getEndKey());
		}
		assertThat(this.wire.cluster().regions(bound("g"), bound("n"), 0)).extracting(Metapb.Region::getStartKey)
			.containsExactly(bound("f"));
		assertThat(this.wire.cluster().regions(bound("a"), ByteString.EMPTY, 2)).hasSize(2);
	}

	@Scenario(146)
	void givesTimestampsInOrder() {
		long first = this.wire.timestamp();
		long tenth = this.wire.since(this.wire.cluster().timestamps(10));
		assertThat(tenth).isGreaterThanOrEqualTo(first + 10);
		assertThat(this.wire.cluster().timestamps(10) & 0x3ffff).isGreaterThanOrEqualTo(10);
		assertThat(this.wire.timestamp()).isGreaterThan(tenth);
	}

	@Scenario(147)
	void refusesTheIdOfAnotherCluster() {
		Pdpb.GetAllStoresRequest request = Pdpb.GetAllStoresRequest.newBuilder()
			.setHeader(Pdpb.RequestHeader.newBuilder().setClusterId(this.wire.cluster().header().getClusterId() + 1))
			.build();
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> this.wire.cluster().pd().getAllStores(request))
			.withMessageContaining("mismatch cluster id")
			.matches((ex) -> ex.getStatus().getCode() == Status.Code.FAILED_PRECONDITION);
	}

	@Scenario(148)
	void neverTakesTheSafePointBack() {
		Pdpb.RequestHeader header = this.wire.cluster().header();
		long now = this.wire.cluster()
			.pd()
			.getGCSafePoint(Pdpb.GetGCSafePointRequest.newBuilder().setHeader(header).build())
			.getSafePoint();
		Pdpb.UpdateGCSafePointRequest back = Pdpb.UpdateGCSafePointRequest.newBuilder()
			.setHeader(header)
			.setSafePoint(Math.max(0, now - 1))
			.build();
		assertThat(this.wire.cluster().pd().updateGCSafePoint(back).getNewSafePoint()).isEqualTo(now);
	}

	private long hold(String service, long ttl, long safePoint) {
		return this.wire.cluster()
			.pd()
			.updateServiceGCSafePoint(Pdpb.UpdateServiceGCSafePointRequest.newBuilder()
				.setHeader(this.wire.cluster().header())
				.setServiceId(ByteString.copyFromUtf8(service))
				.setTTL(ttl)
				.setSafePoint(safePoint)
				.build())
			.getMinSafePoint();
	}

	@Scenario(148)
	void tellsTheLeastOfAllHolds() {
		String older = "m" + UUID.randomUUID();
		String newer = "m" + UUID.randomUUID();
		long before = hold(older, 0, 0);
		try {
			assertThat(hold(older, 100, this.wire.at(50))).isLessThanOrEqualTo(this.wire.at(50));
			long least = hold(newer, 100, this.wire.at(70));
			assertThat(least).isEqualTo((before == 0) ? this.wire.at(50) : Math.min(before, this.wire.at(50)));
			assertThat(hold(newer, 100, this.wire.at(80))).isEqualTo(least);
		}
		finally {
			hold(newer, 0, 0);
			hold(older, 0, 0);
		}
	}

	@Scenario(149)
	void leavesCollectionToTheSafePoint() {
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> this.wire.kv().kvGC(GCRequest.newBuilder().setContext(this.wire.context()).build()))
			.matches((ex) -> ex.getStatus().getCode() == Status.Code.UNIMPLEMENTED);
	}

}
