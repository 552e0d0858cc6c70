package io.tito.embedded.history;

import java.nio.file.Path;

import io.tito.embedded.EmbeddedTikv;
import org.tikv.kvproto.Kvrpcpb.Context;

/**
 * A server in this JVM with a data directory, started anew in the midst of histories.
 */
final class DurableTarget implements Target {

	private static final long BACK = 200;

	private final Path directory;

	private EmbeddedTikv tikv;

	private Channels channels;

	private int histories;

	DurableTarget(Path directory) {
		this.directory = directory;
		this.tikv = EmbeddedTikv.builder().dataDirectory(directory).start();
		this.channels = Channels.inside(this.tikv);
	}

	@Override
	public Connection begin() {
		Context context = this.channels.context("");
		RemoteTarget.release(this.channels, context, "m");
		RemoteTarget.read(this.channels, context, this.channels.timestamp());
		long base = ((this.channels.timestamp() >>> 18) - BACK) << 18;
		return new Connection(this.channels.kv(), context, "m" + ++this.histories + "/", base);
	}

	@Override
	public boolean isExact() {
		return true;
	}

	@Override
	public boolean restarts() {
		return true;
	}

	@Override
	public String operate(Step step) {
		this.channels.close();
		this.tikv.close();
		this.tikv = EmbeddedTikv.builder().dataDirectory(this.directory).start();
		this.channels = Channels.inside(this.tikv);
		return Text.OK;
	}

	@Override
	public Connection resume(Connection before) {
		return before.over(this.channels.kv());
	}

	@Override
	public void close() {
		this.channels.close();
		this.tikv.close();
	}

}
