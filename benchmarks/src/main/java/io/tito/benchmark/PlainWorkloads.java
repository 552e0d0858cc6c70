package io.tito.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import org.tikv.common.BytePairWrapper;
import org.tikv.common.ByteWrapper;
import org.tikv.common.TiConfiguration;
import org.tikv.common.TiSession;
import org.tikv.common.util.ConcreteBackOffer;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.txn.KVClient;
import org.tikv.txn.TwoPhaseCommitter;

/**
 * The same things done with tikv-client-java alone.
 */
final class PlainWorkloads implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 10_000;

	private static final long TTL_MILLIS = 3000;

	private final TiSession session;

	private final KVClient reads;

	private final long snapshot;

	private final List<ByteString> rows = IntStream.range(0, TitoWorkloads.ROWS)
		.mapToObj((number) -> ByteString.copyFrom(TitoWorkloads.row(number).bytes()))
		.toList();

	PlainWorkloads(Server server) {
		TiConfiguration configuration = TiConfiguration.createDefault(server.address());
		configuration.setTimeout(PATIENCE_MILLIS);
		configuration.setCommandPriority(Kvrpcpb.CommandPri.Normal);
		configuration.setGrpcHealthCheckTimeout(PATIENCE_MILLIS);
		configuration.setHealthCheckPeriodDuration(PATIENCE_MILLIS);
		this.session = TiSession.create(configuration);
		this.reads = this.session.createKVClient();
		this.snapshot = this.session.getTimestamp().getVersion();
	}

	List<Workload> all() {
		return List.of(new Workload("TiSession.getTimestamp", (thread) -> this.session::getTimestamp),
				new Workload("KVClient.get", (thread) -> this::get), new Workload("TwoPhaseCommitter", (thread) -> {
					byte[] value = TitoWorkloads.value(1024);
					return () -> commit(thread, value);
				}));
	}

	private void get() {
		ByteString key = this.rows.get(ThreadLocalRandom.current().nextInt(TitoWorkloads.ROWS));
		if (this.reads.get(key, this.snapshot).isEmpty()) {
			throw new IllegalStateException("A row of the benchmark is missing");
		}
	}

	private void commit(int thread, byte[] value) throws Exception {
		int number = ThreadLocalRandom.current().nextInt(TitoWorkloads.ROWS);
		byte[] primary = bytes("order", thread, number);
		byte[] secondary = bytes("event", thread, number);
		long start = this.session.getTimestamp().getVersion();
		TwoPhaseCommitter committer = new TwoPhaseCommitter(this.session, start, TTL_MILLIS);
		try {
			committer.prewritePrimaryKey(ConcreteBackOffer.newCustomBackOff(PATIENCE_MILLIS), primary, value);
			committer.prewriteSecondaryKeys(primary, List.of(new BytePairWrapper(secondary, value)).iterator(),
					PATIENCE_MILLIS);
			long commit = this.session.getTimestamp().getVersion();
			committer.commitPrimaryKey(ConcreteBackOffer.newCustomBackOff(PATIENCE_MILLIS), primary, commit);
			committer.commitSecondaryKeys(List.of(new ByteWrapper(secondary)).iterator(), commit, PATIENCE_MILLIS);
		}
		finally {
			committer.close();
		}
	}

	private static byte[] bytes(String kind, int thread, int number) {
		return ("plain-" + kind + ":" + thread + ":" + number).getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public void close() {
		this.reads.close();
		try {
			this.session.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The session could not be closed", ex);
		}
	}

}
