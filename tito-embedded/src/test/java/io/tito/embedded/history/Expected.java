package io.tito.embedded.history;

import java.util.List;

/**
 * The answers that many histories must have met, by request.
 */
final class Expected {

	static final List<String> ANSWERS = List.of("Prewrite:prewritten", "Prewrite:prewrittenAsync", "Prewrite:onePhase",
			"Prewrite:locked", "Prewrite:conflict1", "Prewrite:conflict3", "Prewrite:exists", "Prewrite:assertionExist",
			"Prewrite:assertionNotExist", "Prewrite:abortPessimisticLockNotFound", "Prewrite:abortLockTypeNotMatch",
			"Prewrite:abortCheckNotExists", "Commit:committed", "Commit:lockNotFound", "Commit:commitTsExpired",
			"Commit:abortInvalidTxnTso", "Rollback:ok", "Rollback:abortCommitted", "Cleanup:ok", "Cleanup:committed",
			"Cleanup:locked", "Status:statusCommitted", "Status:statusAliveNoAction",
			"Status:statusAliveMinCommitTSPushed", "Status:statusNoAction", "Status:statusTTLExpireRollback",
			"Status:statusTTLExpirePessimisticRollback", "Status:statusLockNotExistRollback",
			"Status:statusLockNotExistDoNothing", "Status:txnNotFound", "Status:primaryMismatch",
			"Secondaries:allLocked", "Secondaries:decided", "HeartBeat:alive", "HeartBeat:txnNotFound",
			"Lock:pessimisticallyLocked", "Lock:locked", "Lock:conflict2", "Lock:exists", "Lock:abortLockTypeNotMatch",
			"Lock:abortPessimisticLockRolledBack", "Lock:abortLockIfExistsFailed", "Unlock:ok", "Resolve:ok",
			"Resolve:lockNotFound", "Resolve:commitTsExpired", "Resolve:abortCommitted", "ResolveAll:ok",
			"ResolveAll:commitTsExpired", "ScanLocks:locks", "Get:value", "Get:absent", "Get:locked", "Get:conflict4",
			"Get:abortReadBelowSafePoint", "BatchGet:rows", "Scan:rows", "Collect:ok");

	private Expected() {
	}

}
