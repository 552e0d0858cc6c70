package io.tito.sample.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

import static org.awaitility.Awaitility.await;

/**
 * The packaged embedded TiKV in a process of its own.
 */
public final class EmbeddedServer implements AutoCloseable {

	private final JavaProcess process;

	private final int port;

	private EmbeddedServer(JavaProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	public static EmbeddedServer start() {
		int port = Ports.free();
		EmbeddedServer server = new EmbeddedServer(
				JavaProcess.start("embedded", Program.embedded(), "--port", Integer.toString(port)), port);
		server.awaitReady();
		return server;
	}

	public String address() {
		return "127.0.0.1:" + this.port;
	}

	private void awaitReady() {
		await().atMost(Duration.ofSeconds(60)).until(() -> {
			if (!this.process.isAlive()) {
				throw new AssertionError("The embedded server ended:\n" + this.process.output());
			}
			return accepts();
		});
	}

	private boolean accepts() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		this.process.close();
	}

}
