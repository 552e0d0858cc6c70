package io.tito.embedded.history;

import java.util.UUID;

import org.tikv.kvproto.Kvrpcpb.BatchRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.ScanLockRequest;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Any cluster that speaks the protocol, which should have nothing else to do. All
 * timestamps lie in its past.
 */
final class RemoteTarget implements Target {

	private static final long BACK = 200;

	private final Channels channels;

	private final String prefix = "m" + UUID.randomUUID() + "/";

	private int histories;

	RemoteTarget(String address) {
		this.channels = Channels.of(address);
	}

	@Override
	public Connection begin() {
		String own = this.prefix + ++this.histories + "/";
		Context context = this.channels.context(own);
		release(this.channels, context, this.prefix);
		read(this.channels, context, this.channels.timestamp());
		long base = ((this.channels.timestamp() >>> 18) - BACK) << 18;
		return new Connection(this.channels.kv(), context, own, base);
	}

	/**
	 * Remove all locks that histories have left: later ones use the same timestamps.
	 */
	static void release(Channels channels, Context context, String prefix) {
		channels.kv()
			.kvScanLock(ScanLockRequest.newBuilder()
				.setContext(context)
				.setMaxVersion(Time.onWire(Time.LATEST, 0))
				.setStartKey(ByteString.copyFromUtf8(prefix))
				.setEndKey(ByteString.copyFromUtf8(prefix + "~"))
				.build())
			.getLocksList()
			.forEach((lock) -> release(channels, context, lock));
	}

	private static void release(Channels channels, Context context, LockInfo lock) {
		if (lock.getLockType() == Op.PessimisticLock) {
			channels.kv()
				.kVPessimisticRollback(PessimisticRollbackRequest.newBuilder()
					.setContext(context)
					.setStartVersion(lock.getLockVersion())
					.setForUpdateTs(lock.getLockForUpdateTs())
					.addKeys(lock.getKey())
					.build());
			return;
		}
		channels.kv()
			.kvBatchRollback(BatchRollbackRequest.newBuilder()
				.setContext(context)
				.setStartVersion(lock.getLockVersion())
				.addKeys(lock.getKey())
				.build());
	}

	static void read(Channels channels, Context context, long at) {
		channels.kv()
			.kvGet(GetRequest.newBuilder()
				.setContext(context)
				.setKey(ByteString.copyFromUtf8("m"))
				.setVersion(at)
				.build());
	}

	@Override
	public void close() {
		this.channels.close();
	}

}
