package io.tito.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A server as it is measured.
 *
 * @param place where it is
 * @param storage where it keeps data
 */
public record Setup(Place place, Storage storage) {

	/**
	 * Start such a server.
	 * @return the server, to be closed
	 * @throws IOException if it does not start
	 */
	public Server start() throws IOException {
		TemporaryDirectory data = (this.storage == Storage.DURABLE) ? TemporaryDirectory.create() : null;
		return switch (this.place) {
			case TCP -> InsideServer.start(data, false);
			case LOCAL -> InsideServer.start(data, true);
			case PROCESS -> SeparateServer.start(data);
		};
	}

	/**
	 * The workloads that tell anything here.
	 * @return their names, in order
	 */
	List<String> workloads() {
		return Workload.NAMES.stream()
			.filter((name) -> this.place != Place.LOCAL || !Workload.PLAIN.contains(name))
			.filter((name) -> this.storage != Storage.DURABLE || !Workload.WITHOUT_STORAGE.contains(name))
			.toList();
	}

	@Override
	public String toString() {
		return (this.place + " " + this.storage).toLowerCase(Locale.ROOT);
	}

}
