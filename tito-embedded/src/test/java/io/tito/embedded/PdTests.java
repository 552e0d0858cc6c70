package io.tito.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.tito.embedded.wire.Timestamps;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.GCRequest;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Empty;
import org.tikv.shade.io.grpc.CallOptions;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.health.v1.HealthCheckRequest;
import org.tikv.shade.io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import org.tikv.shade.io.grpc.health.v1.HealthGrpc;
import org.tikv.shade.io.grpc.protobuf.ProtoUtils;
import org.tikv.shade.io.grpc.stub.ClientCalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PdTests extends WireTestBase {

	@Test
	void namesItselfAsTheOnlyMember() {
		Pdpb.GetMembersResponse members = this.wire.pd().getMembers(Pdpb.GetMembersRequest.getDefaultInstance());
		assertThat(members.getLeader().getClientUrls(0)).isEqualTo("http://" + this.tikv.address());
		assertThat(members.getMembersList()).containsExactly(members.getLeader());
		assertThat(members.getLeader().getMemberId()).isNotZero();
	}

	@Test
	void describesItsStore() {
		Metapb.Store store = this.wire.pd()
			.getAllStores(Pdpb.GetAllStoresRequest.newBuilder().setHeader(this.wire.header()).build())
			.getStores(0);
		assertThat(store.getAddress()).isEqualTo(this.tikv.address());
		assertThat(store.getState()).isEqualTo(Metapb.StoreState.Up);
		assertThat(this.wire.pd()
			.getStore(Pdpb.GetStoreRequest.newBuilder().setHeader(this.wire.header()).setStoreId(store.getId()).build())
			.getStore()).isEqualTo(store);
	}

	@Test
	void reportsAnUnknownStoreInTheHeader() {
		Pdpb.GetStoreResponse response = this.wire.pd()
			.getStore(Pdpb.GetStoreRequest.newBuilder().setHeader(this.wire.header()).setStoreId(99).build());
		assertThat(response.getHeader().getError().getMessage()).contains("invalid store ID 99");
	}

	@Test
	@DisplayName("one region holds every key and has none before it")
	void holdsEveryKeyInOneRegion() {
		Pdpb.GetRegionRequest request = Pdpb.GetRegionRequest.newBuilder()
			.setHeader(this.wire.header())
			.setRegionKey(ByteString.copyFromUtf8("anything"))
			.build();
		Metapb.Region region = this.wire.pd().getRegion(request).getRegion();
		assertThat(region.getStartKey().isEmpty()).isTrue();
		assertThat(region.getEndKey().isEmpty()).isTrue();
		assertThat(this.wire.pd().getPrevRegion(request).hasRegion()).isFalse();
		assertThat(this.wire.pd()
			.scanRegions(Pdpb.ScanRegionsRequest.newBuilder().setHeader(this.wire.header()).setLimit(10).build())
			.getRegionsList()).extracting(Pdpb.Region::getRegion).containsExactly(region);
		Pdpb.GetRegionByIDRequest.Builder byId = Pdpb.GetRegionByIDRequest.newBuilder().setHeader(this.wire.header());
		assertThat(this.wire.pd().getRegionByID(byId.setRegionId(region.getId()).build()).getRegion())
			.isEqualTo(region);
		assertThat(this.wire.pd().getRegionByID(byId.setRegionId(99).build()).hasRegion()).isFalse();
	}

	@Test
	@DisplayName("greater after a restart, and after the clock went back")
	void neverGivesATimestampTwice() {
		SettableClock clock = new SettableClock();
		try (EmbeddedTikv other = EmbeddedTikv.builder().clock(clock).start()) {
			long before = timestamp(other);
			clock.now = clock.now.minusSeconds(10);
			long behind = timestamp(other);
			other.restart();
			long after = timestamp(other);
			assertThat(behind).isGreaterThan(before);
			assertThat(after).isGreaterThan(behind);
		}
	}

	@Test
	void followsItsClockToTheMillisecond() {
		SettableClock clock = new SettableClock();
		try (EmbeddedTikv other = EmbeddedTikv.builder().clock(clock).start()) {
			assertThat(timestamp(other) >>> 18).isEqualTo(clock.millis());
			clock.now = clock.now.plusMillis(1);
			assertThat(timestamp(other) >>> 18).isEqualTo(clock.millis());
			other.faults().advanceClock(Duration.ofHours(1));
			assertThat(timestamp(other) >>> 18).isEqualTo(clock.millis() + 3_600_000);
		}
	}

	@Test
	void fillsNoMillisecondBeyondItsLogicalPart() {
		SettableClock clock = new SettableClock();
		try (EmbeddedTikv other = EmbeddedTikv.builder().clock(clock).start(); Wire bare = new Wire(other.address())) {
			int half = 1 << 17;
			long first = Timestamps.take(bare.channel(), bare.header(), half);
			long second = Timestamps.take(bare.channel(), bare.header(), half);
			assertThat(first >>> 18).isEqualTo(clock.millis());
			assertThat(second >>> 18).isEqualTo(clock.millis() + 1);
			assertThat(second & 0x3ffff).isEqualTo(half);
		}
	}

	private static long timestamp(EmbeddedTikv server) {
		try (Wire bare = new Wire(server.address())) {
			return bare.timestamp();
		}
	}

	@Test
	@DisplayName("the safe point only advances")
	void advancesTheSafePoint() {
		assertThat(updateSafePoint(10)).isEqualTo(10);
		assertThat(updateSafePoint(5)).isEqualTo(10);
		assertThat(this.wire.pd()
			.getGCSafePoint(Pdpb.GetGCSafePointRequest.newBuilder().setHeader(this.wire.header()).build())
			.getSafePoint()).isEqualTo(10);
	}

	private long updateSafePoint(long safePoint) {
		return this.wire.pd()
			.updateGCSafePoint(Pdpb.UpdateGCSafePointRequest.newBuilder()
				.setHeader(this.wire.header())
				.setSafePoint(safePoint)
				.build())
			.getNewSafePoint();
	}

	@Test
	@DisplayName("the service that holds the least is told; holds end by time or on request")
	void tellsTheLeastServiceSafePoint() {
		assertThat(hold("one", 100, 50).getMinSafePoint()).isEqualTo(50);
		Pdpb.UpdateServiceGCSafePointResponse response = hold("two", Long.MAX_VALUE, 70);
		assertThat(response.getMinSafePoint()).isEqualTo(50);
		assertThat(response.getServiceId().toStringUtf8()).isEqualTo("one");
		assertThat(hold("late", 100, 40).getMinSafePoint()).isEqualTo(50);
		assertThat(hold("one", 100, 60).getMinSafePoint()).isEqualTo(60);
		this.tikv.faults().advanceClock(Duration.ofSeconds(200));
		assertThat(hold("two", Long.MAX_VALUE, 80).getMinSafePoint()).isEqualTo(80);
		assertThat(hold("two", 0, 80).getServiceId().toStringUtf8()).isEqualTo("gc_worker");
	}

	private Pdpb.UpdateServiceGCSafePointResponse hold(String service, long ttl, long safePoint) {
		return this.wire.pd()
			.updateServiceGCSafePoint(Pdpb.UpdateServiceGCSafePointRequest.newBuilder()
				.setHeader(this.wire.header())
				.setServiceId(ByteString.copyFromUtf8(service))
				.setTTL(ttl)
				.setSafePoint(safePoint)
				.build());
	}

	@Test
	@DisplayName("what is not served is unimplemented")
	void answersWhatItDoesNotServe() {
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(
				() -> this.wire.pd().allocID(Pdpb.AllocIDRequest.newBuilder().setHeader(this.wire.header()).build()))
			.matches((ex) -> ex.getStatus().getCode() == Status.Code.UNIMPLEMENTED);
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> this.wire.kv().kvGC(GCRequest.getDefaultInstance()))
			.matches((ex) -> ex.getStatus().getCode() == Status.Code.UNIMPLEMENTED);
	}

	// what Go clients look for every few seconds, and cannot do without
	@Test
	void hasNothingInItsKeyValueStore() {
		MethodDescriptor.Marshaller<Empty> empty = ProtoUtils.marshaller(Empty.getDefaultInstance());
		MethodDescriptor<Empty, Empty> range = MethodDescriptor.newBuilder(empty, empty)
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName("etcdserverpb.KV/Range")
			.build();
		Empty request = Empty.newBuilder().setUnknownFields(Wire.field(1, 7)).build();
		assertThat(ClientCalls.blockingUnaryCall(this.wire.channel(), range, CallOptions.DEFAULT, request))
			.isEqualTo(Empty.getDefaultInstance());
	}

	@Test
	void isHealthy() {
		assertThat(HealthGrpc.newBlockingStub(this.wire.channel())
			.check(HealthCheckRequest.getDefaultInstance())
			.getStatus()).isEqualTo(ServingStatus.SERVING);
	}

	private static final class SettableClock implements InstantSource {

		private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
