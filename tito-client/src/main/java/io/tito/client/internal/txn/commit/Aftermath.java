package io.tito.client.internal.txn.commit;

import java.util.List;
import java.util.Set;

import io.tito.client.Timestamp;
import io.tito.client.TitoClientException;
import io.tito.client.internal.region.Region;
import io.tito.client.internal.request.Fanout;
import io.tito.client.internal.request.Shard;
import io.tito.client.internal.rpc.Rpc;
import io.tito.key.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Kvrpcpb;

/**
 * What is left to do once a transaction is decided, in the background: readers that come
 * first do it themselves. Thread-safe.
 */
final class Aftermath {

	private static final Logger logger = LoggerFactory.getLogger(Aftermath.class);

	private static final int KEYS_AT_ONCE = 256;

	private final CommitServices services;

	Aftermath(CommitServices services) {
		this.services = services;
	}

	void commit(Job job, Timestamp commit, Set<Key> done) {
		this.services.statuses().put(job.start(), commit);
		List<Key> left = job.lockedKeys().stream().filter((key) -> !done.contains(key)).toList();
		if (left.isEmpty()) {
			return;
		}
		Region region = this.services.requests().regions().cached(left.get(0));
		boolean together = region != null && left.size() <= KEYS_AT_ONCE && left.stream().allMatch(region::contains);
		if (region != null && together) {
			commitAtOnce(job, commit, new Shard<>(region, left));
		}
		else {
			this.services.background().run(what(job), () -> commitAll(job, commit, left));
		}
	}

	private void commitAtOnce(Job job, Timestamp commit, Shard<Key> shard) {
		try {
			this.services.background()
				.follow(what(job), this.services.requests().send(shard.region(), Rpc.COMMIT, job.commit(shard, commit)),
						(answer) -> settled(job, shard, answer), () -> commitAll(job, commit, shard.items()));
		}
		catch (TitoClientException ex) {
			logger.debug("Left to others: {}", what(job), ex);
		}
	}

	private static String what(Job job) {
		return "commit of the other keys of transaction " + job.start();
	}

	private static boolean settled(Job job, Shard<Key> shard, Kvrpcpb.CommitResponse answer) {
		if (answer.hasRegionError()) {
			return false;
		}
		report(job, shard, answer);
		return true;
	}

	private void commitAll(Job job, Timestamp commit, List<Key> keys) {
		new Fanout<>(this.services.requests(), Rpc.COMMIT, (shard) -> job.commit(shard, commit),
				(shard, answer) -> report(job, shard, answer))
			.run(keys, this.services.limits().background());
	}

	private static void report(Job job, Shard<Key> shard, Kvrpcpb.CommitResponse answer) {
		if (answer.hasError()) {
			logger.warn("Transaction {} is committed, but the store has lost locks of it near {}."
					+ " Was a lock removed by hand?", job.start(), shard.items().get(0));
		}
	}

	void rollback(Job job) {
		this.services.statuses().put(job.start(), Timestamp.ZERO);
		this.services.background()
			.run("rollback of transaction " + job.start(),
					() -> new Fanout<>(this.services.requests(), Rpc.ROLLBACK, job::rollback, (shard, answer) -> {
						if (answer.hasError()) {
							logger.warn("Transaction {} could not be rolled back near {}: it is said to be committed",
									job.start(), shard.items().get(0));
						}
					}).run(job.lockedKeys(), this.services.limits().background()));
	}

}
