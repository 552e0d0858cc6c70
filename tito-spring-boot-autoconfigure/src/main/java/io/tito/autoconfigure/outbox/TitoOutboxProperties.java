package io.tito.autoconfigure.outbox;

import java.time.Duration;
import java.util.Map;

import io.tito.log.TypeSettings;
import io.tito.retention.RetentionSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Publishing events. Partitions are initial values: they are stored when a type is first
 * used, and what is stored rules.
 *
 * @param defaultPartitions Partitions of a new event type that is not named below.
 * @param types Settings of event types, by name. Names with dots are written in brackets,
 * as in types.[order.placed].partitions.
 * @param retention Time for which events and idempotency keys are kept at least. Events
 * that a group has not handled yet are kept longer.
 * @param retentionInterval Time between two removals of old events.
 */
@ConfigurationProperties("tito.outbox")
public record TitoOutboxProperties(@DefaultValue("16") int defaultPartitions, @DefaultValue Map<String, Type> types,
		@DefaultValue("3d") Duration retention, @DefaultValue("10m") Duration retentionInterval) {

	public TitoOutboxProperties {
		check("tito.outbox.default-partitions", defaultPartitions);
		types.forEach((name, type) -> {
			if (type.partitions() != null) {
				check("tito.outbox.types." + name + ".partitions", type.partitions());
			}
		});
		check("tito.outbox.retention", retention, Duration.ofMinutes(1));
		check("tito.outbox.retention-interval", retentionInterval, Duration.ofSeconds(1));
	}

	/**
	 * What a type is stored with when it is first used.
	 * @param type the name of the type
	 * @return its initial settings
	 */
	TypeSettings initial(String type) {
		Type settings = this.types.get(type);
		@Nullable Integer partitions = (settings != null) ? settings.partitions() : null;
		return TypeSettings.DEFAULTS.withPartitions((partitions != null) ? partitions : this.defaultPartitions);
	}

	/**
	 * Whether the partitions of a type become regions when it is first used.
	 * @param type the name of the type
	 * @return whether
	 */
	boolean preSplit(String type) {
		Type settings = this.types.get(type);
		return settings != null && settings.preSplit();
	}

	/**
	 * How long events are kept.
	 * @return the settings of the job that removes them
	 */
	public RetentionSettings retentionSettings() {
		return new RetentionSettings(this.retention, this.retentionInterval);
	}

	private static void check(String name, Duration value, Duration least) {
		if (value.compareTo(least) < 0) {
			throw new IllegalArgumentException("%s is at least %ds, not %s".formatted(name, least.toSeconds(), value));
		}
	}

	private static void check(String name, int partitions) {
		if (partitions < 1 || partitions > 9999) {
			throw new IllegalArgumentException("%s is 1 to 9999, not %d".formatted(name, partitions));
		}
	}

	/**
	 * One event type.
	 *
	 * @param partitions Partitions of the event type when it is first used.
	 * @param preSplit Whether the partitions become regions that are spread over the
	 * stores, when the type is first used on a cluster with several stores.
	 */
	public record Type(@Nullable Integer partitions, @DefaultValue("false") boolean preSplit) {

	}

}
