package io.tito.client.fault;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.fault.Resolves.Died;
import io.tito.embedded.fault.FaultAction;

/**
 * The rows of the matrix: each request of each protocol.
 */
final class Steps {

	private static final String[] THREE = { "a", "m", "z" };

	private Steps() {
	}

	static List<Step> of(String protocol) {
		return switch (protocol) {
			case "one-phase" -> onePhase();
			case "async-commit" -> asyncCommit();
			case "two-phase" -> twoPhase();
			case "pessimistic" -> pessimistic();
			case "reads" -> reads();
			case "resolve" -> resolve();
			case "pd" -> pd();
			default -> throw new IllegalArgumentException(protocol);
		};
	}

	private static List<Step> onePhase() {
		Commits plain = Commits.fastest(Protocol.ONE_PHASE, "a", "b");
		Commits asks = Commits.fastest(Protocol.ONE_PHASE, "a", "b")
			.after((faults) -> faults.onNext("KvPrewrite", FaultAction.dropAfter()))
			.open();
		Commits rollsBack = Commits.fastest(Protocol.ONE_PHASE, "a", "b")
			.after((faults) -> faults.onNext("KvPrewrite", FaultAction.dropBefore()))
			.open();
		return List.of(new Step("prewrite", "KvPrewrite", "a", plain, Step.BOTH),
				new Step("question", "KvCheckTxnStatus", "a", asks, Step.BOTH),
				new Step("rollback", "KvBatchRollback", "a", rollsBack, Step.BOTH));
	}

	private static List<Step> asyncCommit() {
		Commits plain = Commits.fastest(Protocol.ASYNC_COMMIT, THREE);
		return List.of(new Step("prewrite of the primary", "KvPrewrite", "a", plain, Step.BOTH),
				new Step("prewrite elsewhere", "KvPrewrite", "m", plain, Step.SPREAD),
				new Step("commit of the primary", "KvCommit", "a", plain, Step.BOTH),
				new Step("commit elsewhere", "KvCommit", "z", plain, Step.SPREAD));
	}

	private static List<Step> twoPhase() {
		Commits plain = Commits.fastest(Protocol.TWO_PHASE, THREE);
		Commits conflict = Commits.fastest(Protocol.TWO_PHASE, THREE).conflicting();
		return List.of(new Step("prewrite of the primary", "KvPrewrite", "a", plain, Step.BOTH),
				new Step("prewrite elsewhere", "KvPrewrite", "m", plain, Step.SPREAD),
				new Step("commit of the primary", "KvCommit", "a", plain, Step.BOTH),
				new Step("commit elsewhere", "KvCommit", "z", plain, Step.SPREAD),
				new Step("rollback of the primary", "KvBatchRollback", "a", conflict, Step.BOTH),
				new Step("rollback elsewhere", "KvBatchRollback", "m", conflict, Step.SPREAD));
	}

	private static List<Step> pessimistic() {
		Commits plain = Commits.pessimistic(THREE);
		Commits givesUp = Commits.pessimistic(THREE).givingUp();
		return List.of(new Step("first lock", "KvPessimisticLock", "a", plain, Step.BOTH),
				new Step("next lock", "KvPessimisticLock", "m", plain, Step.BOTH),
				new Step("prewrite of the primary", "KvPrewrite", "a", plain, Step.BOTH),
				new Step("prewrite elsewhere", "KvPrewrite", "m", plain, Step.SPREAD),
				new Step("commit elsewhere", "KvCommit", "z", plain, Step.SPREAD),
				new Step("release", "KVPessimisticRollback", "a", givesUp, Step.BOTH),
				new Step("release elsewhere", "KVPessimisticRollback", "m", givesUp, Step.SPREAD));
	}

	private static List<Step> reads() {
		return List.of(new Step("get", "KvGet", "m", Reads.get(), Step.BOTH),
				new Step("first region", "KvBatchGet", "a", Reads.batchGet(), Step.BOTH),
				new Step("next region", "KvBatchGet", "m", Reads.batchGet(), Step.SPREAD),
				new Step("first page", "KvScan", "a", Reads.scan(false), Step.BOTH),
				new Step("next page", "KvScan", "m", Reads.scan(false), Step.SPREAD),
				new Step("first page", "KvScan", "zzz", Reads.scan(true), Step.BOTH),
				new Step("next page", "KvScan", "z", Reads.scan(true), Step.SPREAD));
	}

	private static List<Step> resolve() {
		List<Step> steps = new ArrayList<>();
		for (Died died : Died.values()) {
			Resolves scenario = new Resolves(died);
			String primary = (died == Died.HOLDING) ? "m" : "a";
			steps.add(new Step("question", "KvCheckTxnStatus", primary, scenario, Step.BOTH));
			if (died == Died.AFTER_ASYNC_COMMIT || died == Died.BEFORE_ASYNC_COMMIT) {
				steps.add(new Step("secondaries", "KvCheckSecondaryLocks", "m", scenario, Step.BOTH));
				steps.add(new Step("secondaries elsewhere", "KvCheckSecondaryLocks", "z", scenario, Step.SPREAD));
			}
			if (died == Died.HOLDING) {
				steps.add(new Step("release", "KVPessimisticRollback", "m", scenario, Step.BOTH));
			}
			else if (died != Died.NOT_YET) {
				steps.add(new Step("removal", "KvResolveLock", "m", scenario, Step.BOTH));
			}
		}
		return steps;
	}

	private static List<Step> pd() {
		return List.of(new Step("timestamp", "Tso", "", Asks.timestamp(), Step.SPREAD),
				new Step("who leads PD", "GetMembers", "", Asks.members(), Step.SPREAD),
				new Step("region of a key", "GetRegion", "", Asks.region(), Step.SPREAD),
				new Step("region before a key", "GetPrevRegion", "", Asks.previousRegion(), Step.SPREAD),
				new Step("address of a store", "GetStore", "", Asks.store(), Step.SPREAD));
	}

}
