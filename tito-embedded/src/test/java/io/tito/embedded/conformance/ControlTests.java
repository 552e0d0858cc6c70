package io.tito.embedded.conformance;

import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.FaultAction;
import io.tito.embedded.wire.Cluster;
import io.tito.embedded.wire.Notation;
import io.tito.embedded.wire.Requests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What happens when servers restart, leaders move, answers get lost and old versions are
 * collected: each with a server of its own.
 */
class ControlTests extends ConformanceTestBase {

	private EmbeddedTikv server;

	private Cluster cluster;

	@BeforeEach
	void start() {
		this.server = EmbeddedTikv.builder().stores(2).start();
		this.cluster = new Cluster(this.server.address());
	}

	@AfterEach
	void stop() {
		this.cluster.close();
		this.server.close();
	}

	private Requests requests() {
		return new Requests(this.cluster, "m", Notation.ms((this.cluster.timestamps(1) >>> 18) - 1000));
	}

	private void restart() {
		this.server.restart();
		this.cluster.close();
		this.cluster = new Cluster(this.server.address());
	}

	@Scenario(67)
	@NeedsControl("restarts the server")
	void commitsAboveTheReadsBeforeARestart() {
		Requests before = requests();
		long start = before.timestamp();
		before.prewritten(start, put("locked", "v"));
		long read = this.cluster.timestamps(1);
		before.read("b", before.since(read));
		restart();
		Requests after = requests();
		assertThat(after.scanLocks(after.since(read), 0, "", "")).hasSize(1);
		long commit = after.send(after.onePhase(after.timestamp(), put("b", "2"))).getOnePcCommitTs();
		assertThat(commit).isGreaterThan(read);
	}

	@Scenario(67)
	@NeedsControl("moves a leader")
	void refusesCommitTimestampsUntilItKnowsAllReads() {
		this.server.faults().syncMaxTimestamp(false);
		this.server.regions().transferLeader(new byte[] { 'm' }, 2);
		Requests moved = requests();
		long start = moved.timestamp();
		for (PrewriteRequest.Builder request : new PrewriteRequest.Builder[] { moved.onePhase(start, put("a", "v")),
				moved.prewrite(start, put("a", "v")).setUseAsyncCommit(true) }) {
			assertThat(moved.send(request).getRegionError().hasMaxTimestampNotSynced()).isTrue();
		}
		moved.committed(start, moved.timestamp(), put("plain", "v"));
		this.server.faults().syncMaxTimestamp(true);
		assertThat(moved.send(moved.onePhase(start, put("a", "v"))).getOnePcCommitTs()).isPositive();
	}

	@Scenario(146)
	@NeedsControl("restarts the server")
	void givesGreaterTimestampsAfterARestart() {
		long before = this.cluster.timestamps(10);
		restart();
		assertThat(this.cluster.timestamps(1)).isGreaterThan(before);
	}

	@Scenario(148)
	@NeedsControl("collects old versions of all keys")
	void refusesToReadBelowTheSafePoint() {
		Requests wire = requests();
		wire.committed(10, 20, put("k", "old"));
		wire.committed(30, 40, put("k", "new"));
		long safePoint = wire.at(50);
		Pdpb.UpdateGCSafePointRequest advance = Pdpb.UpdateGCSafePointRequest.newBuilder()
			.setHeader(this.cluster.header())
			.setSafePoint(safePoint)
			.build();
		assertThat(this.cluster.pd().updateGCSafePoint(advance).getNewSafePoint()).isEqualTo(safePoint);
		assertThat(wire.read("k", 50)).isEqualTo("new");
		assertThat(wire.writes("k")).containsExactly("Put 30->40");
		assertThat(wire.get("k", 25).getError().getAbort()).contains("ReadBelowSafePoint");
	}

	@Scenario(150)
	@NeedsControl("loses an answer")
	void tellsTheFateOfACommitWhoseAnswerWasLost() {
		Requests wire = requests();
		wire.prewritten(10, put("k", "v"), put("s", "v"));
		this.server.faults().onNext("KvCommit", FaultAction.dropAfter());
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> wire.commit(10, 20, "k"))
			.matches((ex) -> ex.getStatus().getCode() == Status.Code.UNAVAILABLE);
		assertThat(wire.status("k", 10, 0, wire.timestamp()).getCommitVersion()).isEqualTo(wire.at(20));
		assertThat(wire.commit(10, 20, "k").hasError()).isFalse();
		assertThat(wire.resolve(10, 20, "s").hasError()).isFalse();
		assertThat(wire.read("s", 20)).isEqualTo("v");
	}

}
