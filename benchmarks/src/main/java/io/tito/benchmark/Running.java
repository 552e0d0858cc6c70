package io.tito.benchmark;

import java.io.IOException;
import java.util.stream.Stream;

/**
 * A running server with the clients that measure it.
 *
 * @param server the server
 * @param tito our client
 * @param plain tikv-client-java alone
 */
record Running(Server server, TitoWorkloads tito, PlainWorkloads plain) implements AutoCloseable {

	static Running start(Setup setup) throws IOException {
		Server server = setup.start();
		return new Running(server, new TitoWorkloads(server), new PlainWorkloads(server));
	}

	Workload workload(String name) {
		return Stream.concat(this.tito.all().stream(), this.plain.all().stream())
			.filter((workload) -> workload.name().equals(name))
			.findAny()
			.orElseThrow();
	}

	@Override
	public void close() {
		this.plain.close();
		this.tito.close();
		this.server.close();
	}

}
