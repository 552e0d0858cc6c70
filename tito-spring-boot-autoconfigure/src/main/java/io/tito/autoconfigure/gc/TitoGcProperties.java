package io.tito.autoconfigure.gc;

import java.time.Duration;

import io.tito.client.GarbageCollector;
import io.tito.gc.CollectionSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Garbage collection: removal of old versions of rows from the whole cluster.
 *
 * @param enabled Whether one of the instances removes old versions: auto does so unless
 * somebody else does, such as TiDB.
 * @param life Time for which old versions are kept. No transaction or snapshot can last
 * longer.
 * @param interval Time between two rounds.
 */
@ConfigurationProperties("tito.gc")
public record TitoGcProperties(@DefaultValue("auto") CollectionSettings.Mode enabled,
		@DefaultValue("10m") Duration life, @DefaultValue("10m") Duration interval) {

	public TitoGcProperties {
		if (life.compareTo(GarbageCollector.SHORTEST_LIFE) < 0) {
			throw new IllegalArgumentException(
					"tito.gc.life is at least %dm, as transactions may last that long, not %s"
						.formatted(GarbageCollector.SHORTEST_LIFE.toMinutes(), life));
		}
		if (interval.toSeconds() < 1) {
			throw new IllegalArgumentException("tito.gc.interval is at least 1s, not %s".formatted(interval));
		}
	}

	CollectionSettings settings() {
		return new CollectionSettings(this.enabled, this.life, this.interval);
	}

}
