package io.tito.embedded.conformance;

import java.util.List;

import io.tito.embedded.wire.Notation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.RawGetRequest;
import org.tikv.kvproto.Kvrpcpb.RawGetResponse;
import org.tikv.kvproto.Kvrpcpb.ScanResponse;
import org.tikv.kvproto.Metapb;

import static io.tito.embedded.wire.Notation.encoded;
import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that go to the wrong place, and what a region is the limit of.
 */
class RoutingTests extends RegionTestBase {

	private Errorpb.Error error(Context.Builder context) {
		return this.wire.kv().kvGet(this.wire.reading("k", 10).setContext(context).build()).getRegionError();
	}

	private Context.Builder context() {
		return this.wire.context().toBuilder();
	}

	@Scenario(29)
	void refusesToScanBeforeTheRegion() {
		this.wire.committed(10, 20, put("g", "2"));
		split("f", "n");
		this.wire.to("g");
		assertInvalidRange(this.wire.kv().kvScan(this.wire.scanning("a", "h", 30).build()));
		assertThat(this.wire.scan(this.wire.scanning("f", "n", 30))).containsExactly("g=2");
	}

	@Scenario(30)
	void refusesToScanBehindTheRegion() {
		this.wire.committed(10, 20, put("g", "2"), put("o", "3"));
		split("f", "n");
		this.wire.to("g");
		assertInvalidRange(this.wire.kv().kvScan(this.wire.scanning("g", "z", 30).build()));
		assertThat(this.wire.scan(this.wire.scanning("f", "", 30))).containsExactly("g=2");
		assertThat(this.wire.scan(this.wire.scanning("n", "f", 30).setReverse(true))).containsExactly("g=2");
	}

	private static void assertInvalidRange(ScanResponse response) {
		assertThat(response.hasRegionError()).isFalse();
		assertThat(response.getError().getAbort()).contains("InvalidReqRange");
		assertThat(response.getPairs(0).getError()).isEqualTo(response.getError());
	}

	@Scenario(140)
	void tellsBothPartsToAClientThatKnowsTheWhole() {
		List<Metapb.Region> parts = split("f");
		Errorpb.EpochNotMatch mismatch = error(context()).getEpochNotMatch();
		assertThat(mismatch.getCurrentRegionsList()).extracting(Metapb.Region::getId)
			.containsAll(parts.stream().map(Metapb.Region::getId).toList());
		assertThat(mismatch.getCurrentRegionsList()).extracting(Metapb.Region::getStartKey)
			.contains(encoded(this.wire.key("f")));
	}

	@Scenario(140)
	void refusesANewerVersionThanItsOwn() {
		Context.Builder newer = context();
		newer.getRegionEpochBuilder().setVersion(newer.getRegionEpoch().getVersion() + 1);
		assertThat(error(newer).getEpochNotMatch().getCurrentRegionsList()).extracting(Metapb.Region::getId)
			.contains(newer.getRegionId());
		Context.Builder configuration = context();
		configuration.getRegionEpochBuilder().setConfVer(99);
		assertThat(error(configuration)).isEqualTo(Errorpb.Error.getDefaultInstance());
	}

	@Scenario(141)
	void refusesAnUnknownRegion() {
		assertThat(error(context().setRegionId(UNKNOWN)).getRegionNotFound().getRegionId()).isEqualTo(UNKNOWN);
	}

	@Scenario(142)
	void refusesRequestsForAnotherStore() {
		Context.Builder context = context().setRegionId(UNKNOWN);
		context.getPeerBuilder().setStoreId(UNKNOWN);
		Errorpb.StoreNotMatch mismatch = error(context).getStoreNotMatch();
		assertThat(mismatch.getRequestStoreId()).isEqualTo(UNKNOWN);
		assertThat(mismatch.getActualStoreId()).isEqualTo(this.wire.context().getPeer().getStoreId());
	}

	@Test
	@DisplayName("1.12: another peer")
	void refusesRequestsForAnotherPeer() {
		Context.Builder context = context();
		context.getPeerBuilder().setId(UNKNOWN);
		assertThat(error(context).getMessage()).contains("mismatch peer id");
	}

	@Test
	@DisplayName("1.12: a term that is older than the leader's")
	void refusesRequestsOfAnOldTerm() {
		assertThat(error(context().setTerm(1)).hasStaleCommand()).isTrue();
	}

	@Test
	@DisplayName("1.12: a key of another region")
	void refusesAKeyOfAnotherRegion() {
		split("f", "n");
		this.wire.to("g");
		Errorpb.KeyNotInRegion wrong = this.wire.get("n", 10).getRegionError().getKeyNotInRegion();
		assertThat(wrong.getKey()).isEqualTo(encoded(this.wire.key("n")));
		assertThat(wrong.getStartKey()).isEqualTo(encoded(this.wire.key("f")));
		assertThat(wrong.getEndKey()).isEqualTo(encoded(this.wire.key("n")));
		assertThat(Notation.text(this.wire.get("f", 10))).isEqualTo("-");
	}

	@Test
	@DisplayName("a leader probe is answered")
	void answersTheProbeForALeader() {
		RawGetResponse response = this.wire.kv()
			.rawGet(RawGetRequest.newBuilder().setContext(this.wire.context()).build());
		assertThat(response).isEqualTo(RawGetResponse.newBuilder().setNotFound(true).build());
	}

}
