package io.tito.embedded;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.ScanResponse;
import org.tikv.kvproto.Kvrpcpb.SplitRegionRequest;
import org.tikv.kvproto.Kvrpcpb.SplitRegionResponse;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;

import static io.tito.embedded.Wire.bytes;
import static io.tito.embedded.Wire.encoded;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Several regions over the key space.
 */
class RegionTests extends WireTestBase {

	private Context whole;

	@BeforeEach
	void rememberTheWhole() {
		this.whole = this.wire.context();
	}

	private SplitRegionResponse split(Context context, String... keys) {
		return this.wire.kv()
			.splitRegion(SplitRegionRequest.newBuilder().setContext(context).addAllSplitKeys(bytes(keys)).build());
	}

	private Errorpb.Error errorOfGet(Context context, String key) {
		return this.wire.kv().kvGet(this.wire.reading(key, 10).setContext(context).build()).getRegionError();
	}

	private static List<String> bounds(List<Metapb.Region> regions) {
		return regions.stream().map((region) -> text(region.getStartKey()) + ".." + text(region.getEndKey())).toList();
	}

	private static String text(ByteString encoded) {
		return encoded.isEmpty() ? "" : encoded.substring(0, 1).toStringUtf8();
	}

	@Test
	@DisplayName("143: the right part keeps the id, every part has the new version")
	void splitsARegion() {
		SplitRegionResponse response = split(this.whole, "m", "f");
		assertThat(bounds(response.getRegionsList())).containsExactly("..f", "f..m", "m..");
		assertThat(response.getRegions(2).getId()).isEqualTo(this.whole.getRegionId());
		assertThat(response.getRegionsList()).extracting(Metapb.Region::getId).doesNotHaveDuplicates();
		assertThat(response.getRegionsList()).extracting((region) -> region.getRegionEpoch().getVersion())
			.containsOnly(this.whole.getRegionEpoch().getVersion() + 2);
		assertThat(response.getRegions(0).getStartKey()).isEmpty();
		assertThat(response.getRegions(0).getEndKey()).isEqualTo(encoded("f"));
		assertThat(this.wire.region(encoded("g")).getRegion()).isEqualTo(response.getRegions(1));
	}

	@Test
	@SuppressWarnings("deprecation")
	@DisplayName("143: two parts are told as left and right too")
	void namesLeftAndRight() {
		SplitRegionResponse response = this.wire.kv()
			.splitRegion(SplitRegionRequest.newBuilder().setContext(this.whole).setSplitKey(bytes("m")).build());
		assertThat(response.getLeft()).isEqualTo(response.getRegions(0));
		assertThat(response.getRight()).isEqualTo(response.getRegions(1));
	}

	@Test
	@DisplayName("1.11: keys at which a region cannot be split")
	void refusesToSplitAtWrongKeys() {
		split(this.whole, "m");
		Context right = this.wire.contextOf("m");
		assertThat(split(right, "m").getRegionError().getMessage()).contains("invalid split request");
		assertThat(split(right, "x", "x").getRegionError().getMessage()).contains("invalid split request");
		assertThat(split(right).getRegionError().getMessage()).contains("no split key");
		assertThat(split(right, "a").getRegionError().getKeyNotInRegion().getKey()).isEqualTo(encoded("a"));
		assertThat(split(this.whole, "x").getRegionError().hasEpochNotMatch()).isTrue();
		assertThat(this.tikv.regions().all()).hasSize(2);
	}

	@Test
	@DisplayName("140: an old version is answered with the region and its siblings")
	void tellsAllPartsToAClientThatKnowsTheWhole() {
		split(this.whole, "f", "m");
		Errorpb.EpochNotMatch mismatch = errorOfGet(this.whole, "a").getEpochNotMatch();
		assertThat(bounds(mismatch.getCurrentRegionsList())).containsExactly("m..", "f..m", "..f");
		Context newer = this.wire.contextOf("m").toBuilder().mergeRegionEpoch(epoch(99)).build();
		assertThat(bounds(errorOfGet(newer, "m").getEpochNotMatch().getCurrentRegionsList())).containsExactly("m..");
	}

	private static Metapb.RegionEpoch epoch(long version) {
		return Metapb.RegionEpoch.newBuilder().setVersion(version).build();
	}

	@Test
	@DisplayName("1.12: a key of another region")
	void refusesAKeyOfAnotherRegion() {
		split(this.whole, "f", "m");
		Errorpb.KeyNotInRegion error = errorOfGet(this.wire.contextOf("g"), "m").getKeyNotInRegion();
		assertThat(error.getKey()).isEqualTo(encoded("m"));
		assertThat(error.getStartKey()).isEqualTo(encoded("f"));
		assertThat(error.getEndKey()).isEqualTo(encoded("m"));
		assertThat(errorOfGet(this.wire.contextOf("g"), "f")).isEqualTo(Errorpb.Error.getDefaultInstance());
		assertThat(this.wire.to("g").send(this.wire.prewrite(10, put("g", "1"), put("z", "1"))).getRegionError())
			.matches(Errorpb.Error::hasKeyNotInRegion);
		assertThat(this.wire.mvcc("g").hasLock()).isFalse();
	}

	@Test
	@DisplayName("29, 30: a scan beyond the region; without an end it stops there")
	void refusesScansBeyondTheRegion() {
		this.wire.committed(10, 20, put("a", "1"), put("g", "2"), put("z", "3"));
		split(this.whole, "f", "m");
		this.wire.to("g");
		for (ScanResponse response : List.of(this.wire.kv().kvScan(this.wire.scanning("a", "h", 30).build()),
				this.wire.kv().kvScan(this.wire.scanning("g", "z", 30).build()))) {
			assertThat(response.hasRegionError()).isFalse();
			assertThat(response.getError().getAbort()).contains("InvalidReqRange");
			assertThat(response.getPairs(0).getError()).isEqualTo(response.getError());
		}
		assertThat(this.wire.scan(this.wire.scanning("f", "", 30))).containsExactly("g=2");
		assertThat(this.wire.scan(this.wire.scanning("m", "f", 30).setReverse(true))).containsExactly("g=2");
	}

	@Test
	@DisplayName("111, 113: locks are scanned and resolved per region")
	void keepsToTheRegionWhenItResolves() {
		this.wire.prewritten(10, put("a", "1"), put("g", "2"), put("z", "3"));
		split(this.whole, "f", "m");
		assertThat(this.wire.to("g").scanLocks(15, 0, "", "")).containsExactly("g@10");
		assertThat(this.wire.resolve(10, 20).hasError()).isFalse();
		assertThat(this.wire.read("g", 30)).isEqualTo("2");
		assertThat(this.wire.to("z").scanLocks(15, 0, "", "")).containsExactly("z@10");
		assertThat(this.wire.to("a").scanLocks(15, 0, "", "")).containsExactly("a@10");
	}

	@Test
	void mergesARegionIntoItsLeftNeighbour() {
		split(this.whole, "f", "m");
		Context left = this.wire.contextOf("a");
		Context gone = this.wire.contextOf("g");
		this.tikv.regions().merge(key("a"));
		Context merged = this.wire.contextOf("g");
		assertThat(merged.getRegionId()).isEqualTo(left.getRegionId());
		assertThat(merged.getRegionEpoch().getVersion()).isGreaterThan(gone.getRegionEpoch().getVersion() + 1);
		assertThat(errorOfGet(gone, "g").hasRegionNotFound()).isTrue();
		assertThat(errorOfGet(left, "a").hasEpochNotMatch()).isTrue();
		assertThat(errorOfGet(merged, "g")).isEqualTo(Errorpb.Error.getDefaultInstance());
		assertThatIllegalStateException().isThrownBy(() -> this.tikv.regions().merge(key("z")));
	}

	private static byte[] key(String key) {
		return bytes(key).toByteArray();
	}

	@Test
	@DisplayName("144: the region at, before and behind a bound; the one before it")
	void findsRegionsAroundABound() {
		split(this.whole, "f", "m");
		assertThat(text(this.wire.region(encoded("ezzz")).getRegion().getEndKey())).isEqualTo("f");
		assertThat(text(this.wire.region(encoded("f")).getRegion().getEndKey())).isEqualTo("m");
		assertThat(text(this.wire.region(encoded("f\0")).getRegion().getEndKey())).isEqualTo("m");
		assertThat(text(this.wire.regionBefore(encoded("f")).getRegion().getEndKey())).isEqualTo("f");
		assertThat(text(this.wire.regionBefore(encoded("z")).getRegion().getEndKey())).isEqualTo("m");
		assertThat(this.wire.regionBefore(encoded("a")).hasRegion()).isFalse();
	}

	@Test
	@DisplayName("145: scans of regions cover the keys without gaps")
	void scansRegions() {
		split(this.whole, "f", "m");
		assertThat(bounds(this.wire.regions("", "", 0))).containsExactly("..f", "f..m", "m..");
		assertThat(bounds(this.wire.regions("g", "", 0))).containsExactly("f..m", "m..");
		assertThat(bounds(this.wire.regions("g", "m", 0))).containsExactly("f..m");
		assertThat(bounds(this.wire.regions("", "", 2))).containsExactly("..f", "f..m");
	}

}
