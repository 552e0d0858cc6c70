package io.tito.embedded;

import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.DeleteRangeRequest;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.MvccGetByStartTsRequest;
import org.tikv.kvproto.Kvrpcpb.MvccGetByStartTsResponse;
import org.tikv.kvproto.Kvrpcpb.UnsafeDestroyRangeRequest;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.StatusRuntimeException;

import static io.tito.embedded.Wire.bytes;
import static io.tito.embedded.Wire.delete;
import static io.tito.embedded.Wire.lock;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Collection of old versions, removal of ranges, and looking at what is stored.
 */
class CollectionTests extends WireTestBase {

	private long safePoint(long safePoint) {
		return this.wire.pd()
			.updateGCSafePoint(Pdpb.UpdateGCSafePointRequest.newBuilder()
				.setHeader(this.wire.header())
				.setSafePoint(safePoint)
				.build())
			.getNewSafePoint();
	}

	@Test
	@DisplayName("what no read at or above the safe point sees is gone")
	void collectsOldVersions() {
		this.wire.committed(10, 20, put("a", "1"), put("gone", "1"));
		this.wire.committed(30, 40, put("a", "2"), delete("gone"));
		this.wire.committed(50, 60, lock("a"));
		this.wire.rolledBack(65, "a");
		this.wire.committed(70, 80, put("a", "3"));
		this.wire.rolledBack(85, "a");
		assertThat(safePoint(66)).isEqualTo(66);
		assertThat(this.wire.writes("a")).containsExactly("Rollback 85->85", "Put 70->80", "Put 30->40");
		assertThat(this.wire.writes("gone")).isEmpty();
		assertThat(this.wire.read("a", 66)).isEqualTo("2");
		assertThat(this.wire.read("a", 90)).isEqualTo("3");
	}

	@Test
	@DisplayName("all of many keys")
	void collectsPartByPart() {
		for (int i = 0; i < 3; i++) {
			int version = i;
			Mutation[] mutations = IntStream.range(0, 2500)
				.mapToObj((key) -> put(String.format("%04d", key), "v" + version))
				.toArray(Mutation[]::new);
			this.wire.committed(10 + 10 * i, 15 + 10 * i, mutations);
		}
		safePoint(40);
		assertThat(this.wire.scan(this.wire.scanning("", "", 40).setLimit(5000))).hasSize(2500)
			.allMatch((row) -> row.endsWith("=v2"));
		assertThat(IntStream.of(0, 999, 1000, 1001, 1999, 2000, 2499))
			.allMatch((key) -> this.wire.writes(String.format("%04d", key)).size() == 1);
	}

	@Test
	@DisplayName("below the safe point nothing is read")
	void refusesToReadBelowTheSafePoint() {
		this.wire.committed(10, 20, put("a", "1"));
		safePoint(50);
		assertThat(this.wire.get("a", 49).getError().getAbort()).contains("ReadBelowSafePoint");
		assertThat(this.wire.batchGet(49, "a").getError().getAbort()).contains("ReadBelowSafePoint");
		assertThat(this.wire.kv().kvScan(this.wire.scanning("", "", 49).build()).getError().getAbort())
			.contains("ReadBelowSafePoint");
		this.tikv.restart();
		this.wire.awaitDisconnected();
		assertThat(this.wire.get("a", 49).getError().getAbort()).contains("ReadBelowSafePoint");
		assertThat(this.wire.read("a", 50)).isEqualTo("1");
	}

	@Test
	@DisplayName("locks below the safe point must be resolved first")
	void refusesToCollectWhileThereAreOldLocks() {
		this.wire.committed(10, 20, put("a", "1"));
		this.wire.committed(21, 22, put("a", "2"));
		this.wire.prewritten(30, put("b", "1"));
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> safePoint(30))
			.withMessageContaining("resolve all locks");
		assertThat(this.wire.writes("a")).hasSize(2);
		assertThat(safePoint(29)).isEqualTo(29);
		assertThat(this.wire.writes("a")).hasSize(1);
	}

	@Test
	@DisplayName("1.11: a range is deleted with its locks")
	void deletesARange() {
		this.wire.committed(10, 20, put("a", "1"), put("b", "1"), put("c", "1"));
		this.wire.prewritten(30, put("b", "2"));
		DeleteRangeRequest.Builder request = DeleteRangeRequest.newBuilder()
			.setContext(this.wire.context())
			.setStartKey(bytes("a"))
			.setEndKey(bytes("c"));
		assertThat(this.wire.kv().kvDeleteRange(request.clone().setNotifyOnly(true).build()).getError()).isEmpty();
		assertThat(this.wire.writes("a")).hasSize(1);
		assertThat(this.wire.kv().kvDeleteRange(request.build()).getError()).isEmpty();
		assertThat(this.wire.scan(this.wire.scanning("", "", 40))).containsExactly("c=1");
		assertThat(this.wire.scanLocks(100, 0, "", "")).isEmpty();
		this.tikv.regions().split(bytes("m").toByteArray());
		assertThat(this.wire.to("a")
			.kv()
			.kvDeleteRange(request.clone().setContext(this.wire.context()).setEndKey(bytes("z")).build())
			.getError()).contains("InvalidReqRange");
	}

	@Test
	@DisplayName("1.11: a range is destroyed whatever its regions; it must have bounds")
	void destroysARange() {
		this.wire.committed(10, 20, put("a", "1"), put("n", "1"), put("z", "1"));
		this.tikv.regions().split(bytes("m").toByteArray());
		UnsafeDestroyRangeRequest.Builder request = UnsafeDestroyRangeRequest.newBuilder().setStartKey(bytes("a"));
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> this.wire.kv().unsafeDestroyRange(request.build()));
		assertThat(this.wire.kv().unsafeDestroyRange(request.setEndKey(bytes("o")).build()).getError()).isEmpty();
		assertThat(this.wire.to("a").read("a", 30)).isEqualTo("-");
		assertThat(this.wire.to("n").read("n", 30)).isEqualTo("-");
		assertThat(this.wire.read("z", 30)).isEqualTo("1");
	}

	@Test
	@DisplayName("1.11: the first key of a transaction, locked, committed or rolled back")
	void findsKeysByStartTimestamp() {
		this.wire.committed(10, 20, put("b", "1"), put("c", "1"));
		this.wire.prewritten(30, put("c", "2"));
		this.wire.rolledBack(40, "d");
		assertThat(byStart(10).getKey()).isEqualTo(bytes("b"));
		assertThat(byStart(10).getInfo().getWrites(0).getCommitTs()).isEqualTo(20);
		assertThat(byStart(30).getInfo().getLock().getStartTs()).isEqualTo(30);
		assertThat(byStart(40).getKey()).isEqualTo(bytes("d"));
		assertThat(byStart(99)).isEqualTo(MvccGetByStartTsResponse.getDefaultInstance());
	}

	private MvccGetByStartTsResponse byStart(long start) {
		return this.wire.kv()
			.mvccGetByStartTs(
					MvccGetByStartTsRequest.newBuilder().setContext(this.wire.context()).setStartTs(start).build());
	}

}
