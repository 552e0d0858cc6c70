package io.tito.autoconfigure.cluster;

import java.time.Duration;

import io.tito.cluster.ClusterSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The cluster of instances.
 *
 * @param sessionTimeout Time after which an instance that is not heard of counts as dead,
 * and others take over its work.
 */
@ConfigurationProperties("tito.cluster")
public record TitoClusterProperties(@DefaultValue("15s") Duration sessionTimeout) {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST_REFRESH = Duration.ofSeconds(1);

	public TitoClusterProperties {
		if (sessionTimeout.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException(
					"tito.cluster.session-timeout is at least 1s, not %s".formatted(sessionTimeout));
		}
	}

	/**
	 * The settings that these properties describe.
	 * @return the session, and a look at the other members each second or oftener
	 */
	ClusterSettings settings() {
		Duration third = this.sessionTimeout.dividedBy(3);
		return new ClusterSettings(this.sessionTimeout,
				(third.compareTo(LONGEST_REFRESH) < 0) ? third : LONGEST_REFRESH);
	}

}
