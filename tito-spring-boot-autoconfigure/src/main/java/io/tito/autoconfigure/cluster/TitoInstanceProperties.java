package io.tito.autoconfigure.cluster;

import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * This instance of the application.
 *
 * @param name Name of this instance, unique among the running ones and the same after a
 * restart. Left out, it is made of the names of application and host and the server's
 * port, or of a random number if there is no fixed port.
 */
@ConfigurationProperties("tito.instance")
public record TitoInstanceProperties(@Nullable String name) {

	public TitoInstanceProperties {
		if (name != null) {
			Namespace.checkName("name of the instance (tito.instance.name)", name);
		}
	}

}
