package io.tito.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tito.embedded.fault.FaultAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;

import static io.tito.embedded.Wire.bytes;
import static io.tito.embedded.Wire.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Several stores, and leaders that move between them.
 */
class StoreTests {

	private static final byte[] KEY = bytes("k").toByteArray();

	private final EmbeddedTikv tikv = EmbeddedTikv.builder().stores(3).start();

	private final Wire wire = new Wire(this.tikv.address());

	private final Map<Long, ManagedChannel> channels = new HashMap<>();

	@BeforeEach
	void connect() {
		for (Metapb.Store store : stores()) {
			this.channels.put(store.getId(), NettyChannelBuilder.forTarget(store.getAddress()).usePlaintext().build());
		}
	}

	@AfterEach
	void stop() {
		this.channels.values().forEach(ManagedChannel::shutdownNow);
		this.wire.close();
		this.tikv.close();
	}

	private List<Metapb.Store> stores() {
		return this.wire.pd()
			.getAllStores(Pdpb.GetAllStoresRequest.newBuilder().setHeader(this.wire.header()).build())
			.getStoresList();
	}

	private Errorpb.Error ask(long store, Context context) {
		return TikvGrpc.newBlockingStub(this.channels.get(store))
			.kvGet(this.wire.reading("k", 10).setContext(context).build())
			.getRegionError();
	}

	private Context contextOn(long store) {
		Metapb.Peer peer = this.wire.region(encoded("k"))
			.getRegion()
			.getPeersList()
			.stream()
			.filter((each) -> each.getStoreId() == store)
			.findFirst()
			.orElseThrow();
		return this.wire.contextOf("k").toBuilder().setPeer(peer).build();
	}

	/**
	 * A port that was still held when the server listened again: one restart in forty
	 * failed.
	 */
	@Test
	void keepsItsPortsHoweverOftenItRestarts() {
		List<String> addresses = stores().stream().map(Metapb.Store::getAddress).toList();
		for (int i = 0; i < 200; i++) {
			this.tikv.restart();
		}
		assertThat(this.tikv.localChannels()).containsOnlyKeys(addresses);
	}

	@Test
	void listensOnAPortPerStore() {
		assertThat(stores()).extracting(Metapb.Store::getAddress).hasSize(3).doesNotHaveDuplicates();
		assertThat(this.tikv.localChannels())
			.containsOnlyKeys(stores().stream().map(Metapb.Store::getAddress).toList());
		ManagedChannel local = this.tikv.localChannel(stores().get(2).getId());
		try {
			assertThat(TikvGrpc.newBlockingStub(local)
				.kvGet(this.wire.reading("k", 10).setContext(contextOn(3)).build())
				.getRegionError()
				.hasNotLeader()).isTrue();
		}
		finally {
			local.shutdownNow();
		}
	}

	@Test
	@DisplayName("1.12: the leader has moved, and is told if there is one")
	void tellsTheLeader() {
		Metapb.Peer old = this.wire.region(encoded("k")).getLeader();
		this.tikv.regions().transferLeader(KEY, 2);
		Errorpb.Error error = ask(old.getStoreId(), contextOn(old.getStoreId()));
		assertThat(error.getNotLeader().getLeader()).isEqualTo(contextOn(2).getPeer())
			.isEqualTo(this.wire.region(encoded("k")).getLeader());
		assertThat(ask(2, contextOn(2))).isEqualTo(Errorpb.Error.getDefaultInstance());
		this.tikv.regions().loseLeader(KEY);
		assertThat(ask(2, contextOn(2)).hasNotLeader()).isTrue();
		assertThat(ask(2, contextOn(2)).getNotLeader().hasLeader()).isFalse();
		assertThat(this.wire.region(encoded("k")).hasLeader()).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> this.tikv.regions().transferLeader(KEY, 4));
	}

	@Test
	@DisplayName("a request for another store")
	void refusesRequestsForAnotherStore() {
		assertThat(ask(3, contextOn(1)).getStoreNotMatch().getActualStoreId()).isEqualTo(3);
	}

	@Test
	void sharesWhatIsStored() {
		this.wire.committed(10, 20, Wire.put("k", "v"));
		this.tikv.regions().transferLeader(KEY, 3);
		assertThat(TikvGrpc.newBlockingStub(this.channels.get(3L))
			.kvGet(this.wire.reading("k", 30).setContext(contextOn(3)).build())
			.getValue()).isEqualTo(bytes("v"));
	}

	@Test
	void servesAtTheSameAddressesAfterARestart() {
		List<Metapb.Store> before = stores();
		this.tikv.restart();
		this.wire.awaitDisconnected();
		assertThat(stores()).isEqualTo(before);
		this.tikv.regions().transferLeader(KEY, 3);
		assertThat(ask(3, contextOn(3))).isEqualTo(Errorpb.Error.getDefaultInstance());
	}

	@Test
	void movesTheLeaderUnderARequestOfTheTestsChoice() {
		Context old = this.wire.contextOf("k");
		this.tikv.faults().onNext("KvGet", FaultAction.before(() -> this.tikv.regions().transferLeader(KEY, 2)));
		assertThat(ask(1, old).getNotLeader().getLeader().getStoreId()).isEqualTo(2);
	}

	@Test
	@DisplayName("PD splits and scatters")
	void splitsAndScattersThroughPd() {
		Pdpb.SplitAndScatterRegionsResponse response = this.wire.pd()
			.splitAndScatterRegions(Pdpb.SplitAndScatterRegionsRequest.newBuilder()
				.setHeader(this.wire.header())
				.addSplitKeys(encoded("f"))
				.addSplitKeys(encoded("m"))
				.addSplitKeys(ByteString.copyFromUtf8("not encoded"))
				.build());
		assertThat(response.getSplitFinishedPercentage()).isEqualTo(100);
		assertThat(response.getRegionsIdList()).hasSize(3);
		assertThat(this.tikv.regions().all()).extracting((region) -> region.leader()).doesNotHaveDuplicates();
		Pdpb.GetOperatorRequest.Builder operator = Pdpb.GetOperatorRequest.newBuilder().setHeader(this.wire.header());
		assertThat(this.wire.pd().getOperator(operator.setRegionId(response.getRegionsId(0)).build()).getStatus())
			.isEqualTo(Pdpb.OperatorStatus.SUCCESS);
		assertThat(this.wire.pd().getOperator(operator.setRegionId(9999).build()).getHeader().hasError()).isTrue();
		Pdpb.ScatterRegionRequest.Builder scatter = Pdpb.ScatterRegionRequest.newBuilder()
			.setHeader(this.wire.header())
			.addAllRegionsId(response.getRegionsIdList());
		assertThat(this.wire.pd().scatterRegion(scatter.build()).getFinishedPercentage()).isEqualTo(100);
		assertThat(this.wire.pd().scatterRegion(scatter.addRegionsId(9999).build()).getHeader().hasError()).isTrue();
	}

	@Test
	@DisplayName("PD splits where no region begins yet")
	void splitsThroughPd() {
		Pdpb.SplitRegionsRequest request = Pdpb.SplitRegionsRequest.newBuilder()
			.setHeader(this.wire.header())
			.addSplitKeys(encoded("f"))
			.build();
		assertThat(this.wire.pd().splitRegions(request).getRegionsIdList()).hasSize(2);
		assertThat(this.wire.pd().splitRegions(request).getFinishedPercentage()).isEqualTo(100);
		assertThat(this.tikv.regions().all()).hasSize(2);
	}

}
