package io.tito.autoconfigure.tikv;

import io.tito.autoconfigure.ssl.TikvSslBundle;
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
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
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
			ObjectProvider<SslBundles> bundles, ResourceLoader loader) {
		if (!tikv.pdAddresses().isEmpty()) {
			String bundle = tikv.ssl().bundle();
			return new PropertiesTitoConnectionDetails(tikv.pdAddresses(), tikv.hostMapping(),
					(bundle != null) ? TikvSslBundle.named(bundle, bundles.getIfAvailable()) : null);
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
		SslBundle bundle = details.sslBundle();
		ClientSettings settings = new ClientSettings(details.pdAddresses(), properties.connectTimeout(),
				properties.requestTimeout(), listener, details.hostMapping(), details.localServers(),
				(bundle != null) ? TikvSslBundle.settings(bundle) : null);
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
