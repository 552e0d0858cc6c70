package io.tito.embedded;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.Context;
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
	@SuppressWarnings("deprecation")
	@DisplayName("two parts are told as left and right too")
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

	private static Metapb.RegionEpoch epoch(long version) {
		return Metapb.RegionEpoch.newBuilder().setVersion(version).build();
	}

	@Test
	@DisplayName("locks are scanned and resolved per region")
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

}
