package io.tito.embedded.conformance;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.wire.Cluster;
import io.tito.embedded.wire.Notation;
import io.tito.embedded.wire.Requests;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that the suite runs against: an embedded server of its own, or whatever
 * {@code TITO_TEST_PD} names.
 */
final class ConformanceTarget implements AutoCloseable {

	static final String EMBEDDED = "embedded";

	static final String PD_PARAMETER = "tito.test.pd";

	static final String NAME_PARAMETER = "tito.test.target";

	// behind the timestamps of a test there is room for locks that have expired
	private static final long ROOM_MILLIS = 300_000;

	private final @Nullable EmbeddedTikv server;

	private final String name;

	private final String address;

	private final Cluster cluster;

	private ConformanceTarget(@Nullable EmbeddedTikv server, String name, String address) {
		this.server = server;
		this.name = name;
		this.address = address;
		this.cluster = new Cluster(address);
	}

	/**
	 * Find out what the target is.
	 * @param parameters finds a parameter of the run; what it does not know is asked of
	 * the environment, {@code TITO_TEST_PD} for {@code tito.test.pd}
	 */
	static ConformanceTarget of(Function<String, Optional<String>> parameters) {
		Optional<String> pd = setting(PD_PARAMETER, parameters);
		String name = setting(NAME_PARAMETER, parameters).orElse(pd.isPresent() ? "tikv" : EMBEDDED);
		if (pd.isPresent()) {
			return new ConformanceTarget(null, name, pd.get());
		}
		EmbeddedTikv server = EmbeddedTikv.builder().start();
		return new ConformanceTarget(server, name, server.address());
	}

	static Optional<String> setting(String parameter, Function<String, Optional<String>> parameters) {
		String variable = parameter.replace('.', '_').toUpperCase(Locale.ROOT);
		return parameters.apply(parameter)
			.or(() -> Optional.ofNullable(System.getenv(variable)))
			.filter((value) -> !value.isBlank());
	}

	boolean isForeign() {
		return this.server == null;
	}

	String name() {
		return this.name;
	}

	/**
	 * Requests about keys that nobody else uses. Timestamps count from a few minutes ago,
	 * so that all that a test names are older than the oracle's newest.
	 */
	Requests requests() {
		long now = this.cluster.timestamps(1) >>> 18;
		String prefix = "m" + UUID.randomUUID().toString().substring(0, 8) + "/";
		return new Requests(this.cluster, prefix, Notation.ms(now - ROOM_MILLIS));
	}

	@Override
	public void close() {
		this.cluster.close();
		if (this.server != null) {
			this.server.close();
		}
	}

	@Override
	public String toString() {
		return this.name + " at " + this.address;
	}

}
