package io.tito.autoconfigure.tikv;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.connect.TitoConnector;
import io.tito.format.NamespaceClaim;
import io.tito.key.Namespace;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the connection to TiKV.
 */
@AutoConfiguration
@ConditionalOnClass(TitoClient.class)
@EnableConfigurationProperties({ TitoProperties.class, TitoTikvProperties.class, TitoEmbeddedProperties.class })
public final class TitoClientAutoConfiguration {

	private static final String EMBEDDED_SERVER = "io.tito.embedded.EmbeddedTikv";

	/**
	 * Cluster or embedded server: decided here, when the application runs, since a
	 * condition would be decided for good when it is processed ahead of time.
	 */
	@Bean
	@ConditionalOnMissingBean(TitoConnectionDetails.class)
	TitoConnectionDetails titoConnectionDetails(TitoTikvProperties tikv, TitoEmbeddedProperties embedded,
			ResourceLoader loader) {
		if (!tikv.pdAddresses().isEmpty()) {
			return new PropertiesTitoConnectionDetails(tikv.pdAddresses());
		}
		boolean present = ClassUtils.isPresent(EMBEDDED_SERVER, loader.getClassLoader());
		if (present && embedded.enabled()) {
			return new EmbeddedTitoConnectionDetails(embedded);
		}
		throw new NoTikvException(present);
	}

	@Bean
	@ConditionalOnMissingBean
	TitoClient titoClient(TitoConnectionDetails details, TitoTikvProperties properties,
			ObjectProvider<ClientListener> listeners) {
		ClientListener listener = CompositeClientListener.of(listeners.orderedStream().toList());
		ClientSettings settings = new ClientSettings(details.pdAddresses(), properties.connectTimeout(),
				properties.requestTimeout(), listener);
		try {
			return TitoConnector.connect(settings);
		}
		catch (TitoClientException ex) {
			throw new ConnectionFailedException(details, ex);
		}
	}

	/**
	 * Whatever makes keys needs this bean, so nothing is written before the namespace is
	 * known to be this application's.
	 */
	@Bean
	Namespace titoNamespace(TitoClient client, TitoProperties properties, TitoTikvProperties tikv,
			Environment environment) {
		Namespace namespace = new Namespace(properties.namespace());
		try {
			NamespaceClaim.claim(client, namespace, ApplicationName.of(environment), properties.namespaceShared(),
					tikv.connectTimeout());
			return namespace;
		}
		catch (TitoClientException ex) {
			throw new StoreUnreachableException(ex);
		}
	}

}
