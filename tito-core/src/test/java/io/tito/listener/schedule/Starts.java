package io.tito.listener.schedule;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.Timestamp;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Message;

/**
 * Watches that no two transactions start at one timestamp: it is their name in the store,
 * by which locks are resolved. Thread-safe.
 */
final class Starts {

	private final Map<Long, ByteString> primaries = new ConcurrentHashMap<>();

	private final Set<Timestamp> shared = ConcurrentHashMap.newKeySet();

	/**
	 * See a prewrite.
	 * @return false, to be used where requests are chosen
	 */
	boolean see(Message request) {
		PrewriteRequest prewrite = (PrewriteRequest) request;
		ByteString known = this.primaries.putIfAbsent(prewrite.getStartVersion(), prewrite.getPrimaryLock());
		if (known != null && !known.equals(prewrite.getPrimaryLock())) {
			this.shared.add(new Timestamp(prewrite.getStartVersion()));
		}
		return false;
	}

	/**
	 * The timestamps at which more than one transaction has started.
	 */
	Set<Timestamp> shared() {
		return this.shared;
	}

}
