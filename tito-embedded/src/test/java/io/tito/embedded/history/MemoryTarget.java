package io.tito.embedded.history;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.tito.embedded.EmbeddedTikv;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.UnsafeDestroyRangeRequest;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * A server in this JVM that nobody else uses, whose clock goes on by a second with each
 * history: what it answers depends on the history alone.
 */
final class MemoryTarget implements Target {

	private static final long BETWEEN = 1000;

	private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

	private final EmbeddedTikv tikv = EmbeddedTikv.builder()
		.clock(() -> Instant.ofEpochMilli(this.millis.get()))
		.start();

	private final Channels channels = Channels.inside(this.tikv);

	private final Context context = this.channels.context("");

	private String prefix = "";

	@Override
	public Connection begin() {
		forget(this.prefix);
		long now = this.millis.addAndGet(BETWEEN);
		this.prefix = "m" + now + "/";
		long base = now << 18;
		this.channels.kv()
			.kvGet(GetRequest.newBuilder()
				.setContext(this.context)
				.setKey(ByteString.copyFromUtf8(this.prefix))
				.setVersion(base)
				.build());
		return new Connection(this.channels.kv(), this.context, this.prefix, base);
	}

	// locks of a history that is over would be in the way of a collection
	private void forget(String before) {
		if (!before.isEmpty()) {
			this.channels.kv()
				.unsafeDestroyRange(UnsafeDestroyRangeRequest.newBuilder()
					.setStartKey(ByteString.copyFromUtf8(before))
					.setEndKey(ByteString.copyFromUtf8(before + "~"))
					.build());
		}
	}

	@Override
	public boolean isExact() {
		return true;
	}

	@Override
	public boolean collects() {
		return true;
	}

	@Override
	public String operate(Step step) {
		long safePoint = Time.onWire(((Step.Collect) step).safePoint(), this.millis.get() << 18);
		Pdpb.UpdateGCSafePointResponse response = this.channels.pd()
			.updateGCSafePoint(Pdpb.UpdateGCSafePointRequest.newBuilder()
				.setHeader(this.channels.header())
				.setSafePoint(safePoint)
				.build());
		return (response.getNewSafePoint() == safePoint) ? Text.OK : response.toString();
	}

	@Override
	public void close() {
		this.channels.close();
		this.tikv.close();
	}

}
