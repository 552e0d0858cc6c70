package io.tito.autoconfigure.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.tito.client.ClusterInfo;
import io.tito.client.TitoClient;
import io.tito.key.Namespace;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether TiKV can be used: a timestamp is fetched, and the placement driver is asked for
 * its stores, neither for longer than one request may take. Says also what runs here: an
 * embedded server or a cluster, the namespace, the partitions that this instance owns,
 * and indexes that cannot be used yet.
 */
final class TitoHealthIndicator extends AbstractHealthIndicator {

	private static final String UP = "Up";

	private final TitoClient client;

	private final Duration timeout;

	private final Namespace namespace;

	private final boolean embedded;

	private final Supplier<?> ownedPartitions;

	private final Supplier<? extends Map<String, ?>> unreadyIndexes;

	TitoHealthIndicator(TitoClient client, Duration timeout, Namespace namespace, boolean embedded,
			Supplier<?> ownedPartitions, Supplier<? extends Map<String, ?>> unreadyIndexes) {
		super("TiKV could not be asked");
		this.client = client;
		this.timeout = timeout;
		this.namespace = namespace;
		this.embedded = embedded;
		this.ownedPartitions = ownedPartitions;
		this.unreadyIndexes = unreadyIndexes;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.withDetail("embedded", this.embedded)
			.withDetail("namespace", this.namespace.name())
			.withDetail("ownedPartitions", this.ownedPartitions.get());
		long started = System.nanoTime();
		this.client.timestamp(this.timeout);
		Duration roundTrip = Duration.ofNanos(System.nanoTime() - started);
		ClusterInfo cluster = this.client.cluster();
		boolean usable = cluster.stores().stream().anyMatch((store) -> UP.equalsIgnoreCase(store.state()));
		builder.status(usable ? Status.UP : Status.DOWN)
			.withDetail("clusterId", Long.toUnsignedString(cluster.id()))
			.withDetail("timestampRoundTrip", millis(roundTrip))
			.withDetail("stores", stores(cluster));
		Map<String, ?> unready = this.unreadyIndexes.get();
		if (!unready.isEmpty()) {
			builder.withDetail("indexes", unready);
		}
	}

	private static List<Map<String, Object>> stores(ClusterInfo cluster) {
		return cluster.stores().stream().map(TitoHealthIndicator::store).toList();
	}

	private static Map<String, Object> store(ClusterInfo.Store store) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("id", store.id());
		details.put("address", store.address());
		details.put("version", store.version());
		details.put("state", store.state());
		return details;
	}

	private static String millis(Duration duration) {
		return "%d.%03d ms".formatted(duration.toMillis(), duration.toNanos() / 1000 % 1000);
	}

}
