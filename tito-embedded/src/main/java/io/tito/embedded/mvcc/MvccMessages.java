package io.tito.embedded.mvcc;

import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.MvccDump;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.tikv.kvproto.Kvrpcpb.MvccInfo;
import org.tikv.kvproto.Kvrpcpb.MvccLock;
import org.tikv.kvproto.Kvrpcpb.MvccWrite;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The answer of MvccGetByKey.
 */
final class MvccMessages {

	private static final ByteString PROTECTED = ByteString.copyFromUtf8("p");

	private MvccMessages() {
	}

	static MvccInfo of(MvccDump dump) {
		MvccInfo.Builder info = MvccInfo.newBuilder();
		Lock lock = dump.lock();
		if (lock != null) {
			info.setLock(of(lock));
		}
		dump.writes().forEach((write) -> info.addWrites(of(write)));
		return info.build();
	}

	private static MvccLock of(Lock lock) {
		return MvccLock.newBuilder()
			.setType(KeyErrors.op(lock.type()))
			.setStartTs(lock.startTs())
			.setPrimary(lock.primary())
			.setShortValue(lock.value())
			.setTtl(lock.ttl())
			.setForUpdateTs(lock.forUpdateTs())
			.setTxnSize(lock.txnSize())
			.setUseAsyncCommit(lock.asyncCommit())
			.addAllSecondaries(lock.secondaries())
			.addAllRollbackTs(lock.rollbackTs())
			.build();
	}

	private static MvccWrite of(Write write) {
		return MvccWrite.newBuilder()
			.setType(op(write.type()))
			.setStartTs(write.startTs())
			.setCommitTs(write.commitTs())
			.setShortValue(write.protectedRollback() ? PROTECTED : write.value())
			.setHasOverlappedRollback(write.overlappedRollback())
			.build();
	}

	private static Op op(WriteType type) {
		return switch (type) {
			case PUT -> Op.Put;
			case DELETE -> Op.Del;
			case LOCK -> Op.Lock;
			case ROLLBACK -> Op.Rollback;
		};
	}

}
