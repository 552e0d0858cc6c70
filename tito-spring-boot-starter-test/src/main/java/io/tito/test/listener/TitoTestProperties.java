package io.tito.test.listener;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Listeners in tests.
 *
 * @param listeners When listeners handle events.
 * @param drainTimeout Time after which a drain of the listeners fails.
 */
@ConfigurationProperties("tito.test")
record TitoTestProperties(@DefaultValue("manual") ListenerMode listeners, @DefaultValue("30s") Duration drainTimeout) {

	TitoTestProperties {
		if (drainTimeout.isZero() || drainTimeout.isNegative()) {
			throw new IllegalArgumentException(
					"tito.test.drain-timeout is a time longer than 0, as 30s, not " + drainTimeout);
		}
	}

}
