package io.tito.client.internal.txn.commit;

import java.util.List;
import java.util.Set;

import io.tito.client.Timestamp;
import io.tito.client.internal.request.Fanout;
import io.tito.client.internal.rpc.Rpc;
import io.tito.key.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left to do once a transaction is decided, in the background: readers that come
 * first do it themselves. Thread-safe.
 */
final class Aftermath {

	private static final Logger logger = LoggerFactory.getLogger(Aftermath.class);

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
		this.services.background()
			.run("commit of the other keys of transaction " + job.start(), () -> new Fanout<>(this.services.requests(),
					Rpc.COMMIT, (shard) -> job.commit(shard, commit), (shard, answer) -> {
						if (answer.hasError()) {
							logger.warn("Transaction {} is committed, but the store has lost locks of it near {}."
									+ " Was a lock removed by hand?", job.start(), shard.items().get(0));
						}
					})
				.run(left, this.services.limits().background()));
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
