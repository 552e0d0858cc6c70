package io.tito.tikv;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tikv.common.TiConfiguration;
import org.tikv.common.TiSession;
import org.tikv.common.util.BackOffer;
import org.tikv.common.util.ConcreteBackOffer;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.txn.TwoPhaseCommitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The parts of the client that Tito or a later comparison uses, each once: none of them
 * may run into something that was cut.
 */
class SessionTests {

	private static final ByteString KEY = ByteString.copyFromUtf8("order-17");

	private Cluster cluster;

	private TiSession session;

	@BeforeEach
	void connect() throws Exception {
		this.cluster = Cluster.start();
		var configuration = TiConfiguration.createDefault(this.cluster.address());
		configuration.setTimeout(10_000);
		configuration.setGrpcHealthCheckTimeout(10_000);
		this.session = TiSession.create(configuration);
	}

	@AfterEach
	void disconnect() throws Exception {
		this.session.close();
		this.cluster.close();
	}

	@Test
	void asksThePlacementDriver() {
		var placementDriver = this.session.getPDClient();
		assertThat(placementDriver.getClusterId()).isEqualTo(42);
		assertThat(this.session.getTimestamp().getPhysical()).isPositive();
		assertThat(placementDriver.getAllStores(backOff())).singleElement()
			.isEqualTo(placementDriver.getStore(backOff(), 1));
		assertThat(placementDriver.getRegionByKey(backOff(), KEY).first.getId()).isEqualTo(2);
		assertThat(placementDriver.updateServiceGCSafePoint("tito", 60, 7, backOff())).isEqualTo(7);
	}

	@Test
	void mapsHostsThroughEtcd() {
		var located = this.session.getRegionManager().getRegionStorePairByKey(KEY, backOff());
		var mapping = this.session.getPDClient().getHostMapping();
		var channel = this.session.getChannelFactory().getChannel(located.second.getAddress(), mapping);
		TikvGrpc.newBlockingStub(channel).kvGet(GetRequest.newBuilder().setKey(KEY).build());
		assertThat(this.cluster.etcdReads())
			.anySatisfy((request) -> assertThat(request).contains("/client/url-mapping/lan/store-1.internal"));
	}

	@Test
	void readsThroughARegionsClient() {
		var client = this.session.getRegionStoreClientBuilder().build(KEY);
		assertThat(client.get(backOff(), KEY, 1)).isEqualTo(ByteString.EMPTY);
	}

	@Test
	void commitsInTwoPhasesAndReadsBack() throws Exception {
		byte[] key = KEY.toByteArray();
		byte[] value = "paid".getBytes(StandardCharsets.UTF_8);
		long start = this.session.getTimestamp().getVersion();
		var committer = new TwoPhaseCommitter(this.session, start, 3_000);
		committer.prewritePrimaryKey(backOff(), key, value);
		committer.commitPrimaryKey(backOff(), key, this.session.getTimestamp().getVersion());
		committer.close();
		var client = this.session.createKVClient();
		assertThat(client.get(KEY, this.session.getTimestamp().getVersion())).isEqualTo(ByteString.copyFrom(value));
		client.close();
	}

	private static BackOffer backOff() {
		return ConcreteBackOffer.newCustomBackOff(5_000);
	}

}
