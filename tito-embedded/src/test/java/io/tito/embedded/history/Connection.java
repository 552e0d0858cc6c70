package io.tito.embedded.history;

import java.util.List;
import java.util.stream.Collectors;

import org.tikv.kvproto.Kvrpcpb.BatchRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.MvccGetByKeyRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.kvproto.TikvGrpc;

/**
 * Sends the steps of one history to a server and tells its answers in the words of the
 * model.
 */
final class Connection {

	private final TikvGrpc.TikvBlockingStub kv;

	private final Requests requests;

	private final Answers answers;

	private final Context context;

	/**
	 * Begin a history.
	 * @param kv the store
	 * @param context the region of the keys
	 * @param prefix what all keys of this run begin with
	 * @param base the timestamp that the history counts from
	 */
	Connection(TikvGrpc.TikvBlockingStub kv, Context context, String prefix, long base) {
		this.kv = kv;
		this.context = context;
		this.requests = new Requests(context, prefix, base);
		this.answers = new Answers(prefix, base);
	}

	private Connection(TikvGrpc.TikvBlockingStub kv, Connection before) {
		this.kv = kv;
		this.context = before.context;
		this.requests = before.requests;
		this.answers = before.answers;
	}

	/**
	 * The same history over another channel.
	 */
	Connection over(TikvGrpc.TikvBlockingStub newKv) {
		return new Connection(newKv, this);
	}

	/**
	 * The greatest timestamp that the server has read at: an async commit is told the
	 * next one.
	 * @param key a key that this history has not used
	 */
	long maxTs(String key) {
		PrewriteRequest probe = this.requests.maxTsProbe(key);
		long next = this.kv.kvPrewrite(probe).getMinCommitTs();
		this.kv.kvBatchRollback(BatchRollbackRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(probe.getStartVersion())
			.addKeys(probe.getPrimaryLock())
			.build());
		return this.answers.ts(next) - 1;
	}

	/**
	 * An answer, and the commit timestamp that the server chose, if it did.
	 */
	record Reply(String text, long chosen) {
	}

	Reply send(Step step) {
		if (step instanceof Step.Prewrite prewrite) {
			PrewriteResponse response = this.kv.kvPrewrite(this.requests.of(prewrite));
			long chosen = Math.max(response.getMinCommitTs(), response.getOnePcCommitTs());
			return new Reply(this.answers.of(response), this.answers.ts(chosen));
		}
		return new Reply(answer(step), 0);
	}

	private String answer(Step step) {
		if (step instanceof Step.Get get) {
			return this.answers.of(this.kv.kvGet(this.requests.of(get)), get.key());
		}
		if (step instanceof Step.BatchGet get) {
			return this.answers.of(this.kv.kvBatchGet(this.requests.of(get)));
		}
		if (step instanceof Step.Scan scan) {
			var response = this.kv.kvScan(this.requests.of(scan));
			return response.hasError() ? this.answers.errors().of(response.getError())
					: this.answers.rows(response.getPairsList());
		}
		if (step instanceof Step.Lock lock) {
			return this.answers.of(this.kv.kvPessimisticLock(this.requests.of(lock)), lock);
		}
		if (step instanceof Step.Unlock unlock) {
			return okUnless(this.kv.kVPessimisticRollback(this.requests.of(unlock)).getErrorsList());
		}
		return (step instanceof Step.Status || step instanceof Step.Secondaries) ? status(step) : change(step);
	}

	private String okUnless(List<KeyError> errors) {
		return errors.isEmpty() ? Text.OK : this.answers.errors().of(errors);
	}

	private String status(Step step) {
		if (step instanceof Step.Status status) {
			return this.answers.of(this.kv.kvCheckTxnStatus(this.requests.of(status)));
		}
		Step.Secondaries secondaries = (Step.Secondaries) step;
		return this.answers.of(this.kv.kvCheckSecondaryLocks(this.requests.of(secondaries)), secondaries.keys().size());
	}

	private String change(Step step) {
		if (step instanceof Step.Commit commit) {
			return this.answers.of(this.kv.kvCommit(this.requests.of(commit)));
		}
		if (step instanceof Step.Rollback rollback) {
			var response = this.kv.kvBatchRollback(this.requests.of(rollback));
			return okUnless(response.hasError() ? List.of(response.getError()) : List.of());
		}
		if (step instanceof Step.Cleanup cleanup) {
			return this.answers.of(this.kv.kvCleanup(this.requests.of(cleanup)));
		}
		if (step instanceof Step.HeartBeat heartBeat) {
			return this.answers.of(this.kv.kvTxnHeartBeat(this.requests.of(heartBeat)));
		}
		if (step instanceof Step.ScanLocks scan) {
			return this.answers.of(this.kv.kvScanLock(this.requests.of(scan)));
		}
		return resolve(step);
	}

	private String resolve(Step step) {
		var request = (step instanceof Step.Resolve resolve) ? this.requests.of(resolve)
				: this.requests.of((Step.ResolveAll) step);
		var response = this.kv.kvResolveLock(request);
		return okUnless(response.hasError() ? List.of(response.getError()) : List.of());
	}

	/**
	 * All that the server knows about some keys.
	 */
	String dump(List<String> keys) {
		return keys.stream().map(this::dump).collect(Collectors.joining("\n")) + "\n"
				+ change(new Step.ScanLocks(Time.LATEST, 0, Picker.BEFORE, Picker.BEHIND));
	}

	private String dump(String key) {
		return this.answers.of(this.kv.mvccGetByKey(
				MvccGetByKeyRequest.newBuilder().setContext(this.context).setKey(this.requests.key(key)).build()), key);
	}

}
