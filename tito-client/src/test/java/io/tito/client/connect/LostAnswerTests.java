package io.tito.client.connect;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Scan;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tikv.kvproto.Errorpb;

import static io.tito.client.connect.Cluster.PATIENCE;
import static io.tito.client.connect.Cluster.committed;
import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that are lost or say "not here": reads go on, and commits end in the truth.
 */
class LostAnswerTests {

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private TitoClient client;

	private Key key;

	@BeforeEach
	void connect() {
		this.client = this.cluster.connect();
		this.key = this.cluster.key("a");
		this.cluster.write(this.client, this.key, "old");
	}

	@Test
	void findsThatALostOnePhaseCommitWasCarriedOut() {
		this.cluster.faults().onNext("KvPrewrite", FaultAction.dropAfter());
		Transaction transaction = writing("new");
		assertThat(committed(transaction).protocol()).isEqualTo(Protocol.ONE_PHASE);
		assertThat(text(this.client.get(this.key))).isEqualTo("new");
	}

	@Test
	void findsThatALostOnePhaseCommitWasNotCarriedOut() {
		this.cluster.faults().onNext("KvPrewrite", FaultAction.dropBefore());
		assertThat(writing("new").commit()).isInstanceOf(CommitOutcome.Aborted.class);
		assertThat(text(this.client.get(this.key))).isEqualTo("old");
		this.cluster.write(this.client, this.key, "next");
	}

	@Test
	void stopsAOnePhaseCommitThatArrivesAfterTheQuestion() throws Exception {
		TitoClient impatient = this.cluster.connect(Duration.ofSeconds(1));
		FaultAction.Hold hold = FaultAction.holdBefore();
		this.cluster.faults().onNext("KvPrewrite", hold);
		Transaction transaction = impatient.begin();
		transaction.put(this.key, "late".getBytes());
		CompletableFuture<CommitOutcome> outcome = Cluster.supply(transaction::commit);
		hold.awaitArrival(PATIENCE);
		assertThat(outcome.get()).isInstanceOf(CommitOutcome.Aborted.class);
		hold.release();
		assertThat(text(this.client.get(this.key))).isEqualTo("old");
	}

	@Test
	void repeatsALostCommitUntilItIsAnswered() {
		this.cluster.faults().onNext("KvCommit", FaultAction.dropBefore());
		assertThat(committed(large("1")).protocol()).isEqualTo(Protocol.TWO_PHASE);
		this.cluster.faults().onNext("KvCommit", FaultAction.dropAfter());
		assertThat(committed(large("2")).protocol()).isEqualTo(Protocol.TWO_PHASE);
		assertThat(this.client.snapshot().get(this.key)[0]).isEqualTo((byte) '2');
	}

	@Test
	void saysUnknownOnlyWhenNobodyAnswersAndLearnsTheTruthLater() {
		for (boolean carriedOut : new boolean[] { true, false }) {
			FaultAction lost = carriedOut ? FaultAction.dropAfter() : FaultAction.dropBefore();
			this.cluster.faults().onEvery("KvPrewrite", (request) -> true, lost);
			this.cluster.faults().onEvery("KvCheckTxnStatus", (request) -> true, FaultAction.dropBefore());
			TitoClient impatient = this.cluster.connect(Duration.ofSeconds(1));
			Transaction transaction = impatient.begin(TransactionOptions.defaults().within(Duration.ofSeconds(2)));
			transaction.put(this.key, ("then " + carriedOut).getBytes());
			CommitOutcome outcome = transaction.commit();
			assertThat(outcome).isInstanceOf(CommitOutcome.Unknown.class);
			this.cluster.faults().clear();
			CommitOutcome truth = impatient.probe((CommitOutcome.Unknown) outcome);
			assertThat(truth instanceof CommitOutcome.Committed).isEqualTo(carriedOut);
			assertThat(truth instanceof CommitOutcome.Aborted).isEqualTo(!carriedOut);
			if (truth instanceof CommitOutcome.Committed committed) {
				assertThat(committed.protocol()).isEqualTo(((CommitOutcome.Unknown) outcome).protocol());
			}
		}
		assertThat(text(this.client.get(this.key))).isEqualTo("then true");
	}

	static Stream<Errorpb.Error> temporaryErrors() {
		return Stream.of(error().setNotLeader(Errorpb.NotLeader.getDefaultInstance()).build(),
				error().setRegionNotFound(Errorpb.RegionNotFound.getDefaultInstance()).build(),
				error().setEpochNotMatch(Errorpb.EpochNotMatch.getDefaultInstance()).build(),
				error().setStoreNotMatch(Errorpb.StoreNotMatch.getDefaultInstance()).build(),
				error().setServerIsBusy(Errorpb.ServerIsBusy.newBuilder().setBackoffMs(1)).build(),
				error().setStaleCommand(Errorpb.StaleCommand.getDefaultInstance()).build(),
				error().setMaxTimestampNotSynced(Errorpb.MaxTimestampNotSynced.getDefaultInstance()).build());
	}

	@ParameterizedTest
	@MethodSource("temporaryErrors")
	void goesOnAfterARegionError(Errorpb.Error error) {
		for (String rpc : new String[] { "KvGet", "KvBatchGet", "KvScan", "KvPrewrite", "KvCommit" }) {
			this.cluster.faults().onNext(rpc, FaultAction.regionError(error));
		}
		Transaction transaction = this.client.begin();
		assertThat(transaction.get(this.key)).isNotNull();
		assertThat(transaction.getAll(List.of(this.key))).hasSize(1);
		assertThat(transaction.scan(Scan.prefix(this.key))).hasSize(1);
		transaction.put(this.key, "new".getBytes());
		committed(transaction);
		committed(large("3"));
		assertThat(this.client.snapshot().get(this.key)[0]).isEqualTo((byte) '3');
	}

	@Test
	void takesAnErrorThatItDoesNotKnowForAnOpenOutcome() {
		this.cluster.faults().onNext("KvPrewrite", FaultAction.regionError(error().build()));
		assertThat(writing("new").commit()).isInstanceOf(CommitOutcome.Aborted.class);
		this.cluster.faults().onNext("KvCommit", FaultAction.regionError(error().build()));
		committed(large("4"));
	}

	@Test
	void readsGoOnAfterALostAnswer() {
		for (String rpc : new String[] { "KvGet", "KvBatchGet", "KvScan" }) {
			this.cluster.faults().onNext(rpc, FaultAction.dropBefore());
			this.cluster.faults().onNext(rpc, FaultAction.dropAfter());
		}
		Transaction transaction = this.client.begin();
		assertThat(transaction.get(this.key)).isNotNull();
		assertThat(transaction.getAll(List.of(this.key))).hasSize(1);
		assertThat(transaction.scan(Scan.prefix(this.key))).hasSize(1);
	}

	@Test
	void worksAgainAfterARestartOfTheServer() {
		this.cluster.server().restart();
		assertThat(text(this.client.snapshot().get(this.key))).isEqualTo("old");
		this.cluster.write(this.client, this.key, "new");
	}

	private static Errorpb.Error.Builder error() {
		return Errorpb.Error.newBuilder().setMessage("made by a test");
	}

	private Transaction writing(String value) {
		Transaction transaction = this.client.begin();
		transaction.put(this.key, value.getBytes());
		return transaction;
	}

	private Transaction large(String value) {
		Transaction transaction = this.client.begin(TransactionOptions.defaults().fastest(Protocol.TWO_PHASE));
		byte[] large = new byte[400_000];
		large[0] = (byte) value.charAt(0);
		transaction.put(this.key, large);
		transaction.put(this.cluster.key("b"), large);
		return transaction;
	}

}
