package io.tito.client.fault;

import java.util.List;

import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Message;

/**
 * Which keys a request is about.
 */
final class Requests {

	private Requests() {
	}

	static List<ByteString> keys(Message message) {
		if (message instanceof Kvrpcpb.PrewriteRequest request) {
			return request.getMutationsList().stream().map(Kvrpcpb.Mutation::getKey).toList();
		}
		if (message instanceof Kvrpcpb.PessimisticLockRequest request) {
			return request.getMutationsList().stream().map(Kvrpcpb.Mutation::getKey).toList();
		}
		if (message instanceof Kvrpcpb.CommitRequest request) {
			return request.getKeysList();
		}
		if (message instanceof Kvrpcpb.BatchRollbackRequest request) {
			return request.getKeysList();
		}
		if (message instanceof Kvrpcpb.PessimisticRollbackRequest request) {
			return request.getKeysList();
		}
		if (message instanceof Kvrpcpb.CheckSecondaryLocksRequest request) {
			return request.getKeysList();
		}
		if (message instanceof Kvrpcpb.ResolveLockRequest request) {
			return request.getKeysList();
		}
		if (message instanceof Kvrpcpb.BatchGetRequest request) {
			return request.getKeysList();
		}
		return key(message);
	}

	private static List<ByteString> key(Message message) {
		if (message instanceof Kvrpcpb.GetRequest request) {
			return List.of(request.getKey());
		}
		if (message instanceof Kvrpcpb.ScanRequest request) {
			return List.of(request.getStartKey());
		}
		if (message instanceof Kvrpcpb.CheckTxnStatusRequest request) {
			return List.of(request.getPrimaryKey());
		}
		if (message instanceof Kvrpcpb.TxnHeartBeatRequest request) {
			return List.of(request.getPrimaryLock());
		}
		return List.of();
	}

}
