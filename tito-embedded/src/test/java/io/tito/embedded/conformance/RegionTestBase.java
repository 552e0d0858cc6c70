package io.tito.embedded.conformance;

import java.util.List;

import org.tikv.kvproto.Kvrpcpb.SplitRegionRequest;
import org.tikv.kvproto.Kvrpcpb.SplitRegionResponse;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;

import static io.tito.embedded.wire.Notation.encoded;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Splits the region of the test's keys.
 */
abstract class RegionTestBase extends ConformanceTestBase {

	static final long UNKNOWN = 999_999_999;

	/**
	 * Split at keys, and wait until PD knows: stores tell it after they have answered.
	 * The requests of the test still go to the region as it was.
	 * @return the parts
	 */
	List<Metapb.Region> split(String... keys) {
		SplitRegionResponse response = this.wire.kv()
			.splitRegion(SplitRegionRequest.newBuilder()
				.setContext(this.wire.context())
				.addAllSplitKeys(this.wire.keys(keys))
				.build());
		assertThat(response.hasRegionError()).isFalse();
		for (String key : keys) {
			ByteString bound = encoded(this.wire.key(key));
			while (!this.wire.cluster().region(bound).getRegion().getStartKey().equals(bound)) {
				Thread.onSpinWait();
			}
		}
		return response.getRegionsList();
	}

}
