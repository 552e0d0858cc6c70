package io.tito.sample.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tito.sample.client.SampleClient;

import static org.awaitility.Awaitility.await;

/**
 * An instance of the sample in a process of its own. It keeps its name and its port over
 * restarts.
 */
public final class Instance implements AutoCloseable {

	private final Program program;

	private final String name;

	private final int port;

	private final List<String> arguments;

	private final SampleClient client;

	private volatile JavaProcess process;

	private Instance(Program program, String name, int port, List<String> arguments) {
		this.program = program;
		this.name = name;
		this.port = port;
		this.arguments = List.copyOf(arguments);
		this.client = new SampleClient(port);
		this.process = launch();
	}

	/** An instance without any configuration of a store: it brings its own. */
	public static Instance startAlone(String name) {
		return startAlone(Program.sample(), name);
	}

	public static Instance startAlone(Program program, String name) {
		return new Instance(program, name, Ports.free(), List.of());
	}

	public static Instance start(String name, int port, EmbeddedServer server) {
		return start(Program.sample(), name, port, server);
	}

	public static Instance start(Program program, String name, int port, EmbeddedServer server, String... more) {
		List<String> arguments = new ArrayList<>(
				List.of("--tito.tikv.pd-addresses=" + server.address(), "--tito.instance.name=" + name));
		arguments.addAll(List.of(more));
		return new Instance(program, name, port, arguments);
	}

	public void restart() {
		this.process.close();
		this.process = launch();
	}

	public Instance awaitReady() {
		await().atMost(Duration.ofSeconds(90)).until(() -> {
			if (!this.process.isAlive()) {
				throw new AssertionError("The instance %s ended:%n%s".formatted(this.name, this.process.output()));
			}
			return isReady();
		});
		return this;
	}

	public boolean isReady() {
		try {
			return this.client.get("/actuator/health/readiness").status() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	public String name() {
		return this.name;
	}

	public int port() {
		return this.port;
	}

	public SampleClient client() {
		return this.client;
	}

	public JavaProcess process() {
		return this.process;
	}

	@Override
	public void close() {
		this.process.close();
	}

	private JavaProcess launch() {
		List<String> all = new ArrayList<>(this.arguments);
		all.add("--server.port=" + this.port);
		return JavaProcess.start(this.name, this.program, all.toArray(String[]::new));
	}

}
