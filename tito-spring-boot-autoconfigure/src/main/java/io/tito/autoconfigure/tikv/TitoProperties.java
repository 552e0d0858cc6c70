package io.tito.autoconfigure.tikv;

import io.tito.key.Namespace;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The place of the application's data in the store.
 *
 * @param namespace Prefix of every key, so that several applications can use one cluster.
 * @param namespaceShared Whether to use the namespace even if it belongs to another
 * application.
 */
@ConfigurationProperties("tito")
public record TitoProperties(@DefaultValue("tito") String namespace, @DefaultValue("false") boolean namespaceShared) {

	public TitoProperties {
		Namespace.checkName("namespace (tito.namespace)", namespace);
	}

}
