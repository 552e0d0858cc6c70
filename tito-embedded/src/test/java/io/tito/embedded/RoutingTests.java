package io.tito.embedded;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.RawGetRequest;
import org.tikv.kvproto.Kvrpcpb.RawGetResponse;

import static org.assertj.core.api.Assertions.assertThat;

class RoutingTests extends WireTestBase {

	private Errorpb.Error error(Context.Builder context) {
		return this.wire.kv().kvGet(this.wire.reading("k", 10).setContext(context).build()).getRegionError();
	}

	private Context.Builder context() {
		return this.wire.context().toBuilder();
	}

	@Test
	@DisplayName("140: another version of the region, older or newer")
	void refusesAnotherVersionOfTheRegion() {
		for (long version : new long[] { 0, 2 }) {
			Context.Builder context = context();
			context.getRegionEpochBuilder().setVersion(version);
			Errorpb.EpochNotMatch mismatch = error(context).getEpochNotMatch();
			assertThat(mismatch.getCurrentRegionsList()).hasSize(1)
				.allMatch((region) -> region.getId() == this.wire.context().getRegionId());
		}
		Context.Builder configuration = context();
		configuration.getRegionEpochBuilder().setConfVer(99);
		assertThat(error(configuration)).isEqualTo(Errorpb.Error.getDefaultInstance());
	}

	@Test
	@DisplayName("141: an unknown region")
	void refusesAnUnknownRegion() {
		assertThat(error(context().setRegionId(99)).getRegionNotFound().getRegionId()).isEqualTo(99);
	}

	@Test
	@DisplayName("142: another store, before anything else")
	void refusesRequestsForAnotherStore() {
		Context.Builder context = context().setRegionId(99);
		context.getPeerBuilder().setStoreId(77);
		Errorpb.StoreNotMatch mismatch = error(context).getStoreNotMatch();
		assertThat(mismatch.getRequestStoreId()).isEqualTo(77);
		assertThat(mismatch.getActualStoreId()).isEqualTo(this.wire.context().getPeer().getStoreId());
	}

	@Test
	@DisplayName("1.12: another peer")
	void refusesRequestsForAnotherPeer() {
		Context.Builder context = context();
		context.getPeerBuilder().setId(99);
		assertThat(error(context).getMessage()).contains("mismatch peer id");
	}

	@Test
	@DisplayName("a leader probe is answered")
	void answersTheProbeForALeader() {
		RawGetResponse response = this.wire.kv()
			.rawGet(RawGetRequest.newBuilder().setContext(this.wire.context()).build());
		assertThat(response).isEqualTo(RawGetResponse.newBuilder().setNotFound(true).build());
	}

}
