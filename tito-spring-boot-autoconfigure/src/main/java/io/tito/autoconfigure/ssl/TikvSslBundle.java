package io.tito.autoconfigure.ssl;

import java.util.List;

import io.tito.client.TlsSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;

/**
 * An SSL bundle, made fit for connections that last as long as the application.
 */
public final class TikvSslBundle {

	private TikvSslBundle() {
	}

	/**
	 * The bundle of a name. When its files are reloaded, connections made from then on
	 * use what is new.
	 * @param name its name
	 * @param bundles the bundles of the application, null if it cannot have any
	 * @return the bundle
	 * @throws SslBundleFailedException if there is none of this name or its content
	 * cannot be read
	 */
	public static SslBundle named(String name, @Nullable SslBundles bundles) {
		if (bundles == null) {
			throw new SslBundleFailedException(name, List.of(),
					new IllegalStateException("Spring Boot's SslAutoConfiguration is switched off"));
		}
		try {
			SslBundle bundle = bundles.getBundle(name);
			ReloadingManagers managers = new ReloadingManagers(bundle.getManagers());
			bundles.addBundleUpdateHandler(name, (changed) -> managers.use(changed.getManagers()));
			return SslBundle.of(bundle.getStores(), bundle.getKey(), bundle.getOptions(), bundle.getProtocol(),
					managers);
		}
		catch (RuntimeException ex) {
			throw new SslBundleFailedException(name, bundles.getBundleNames(), ex);
		}
	}

	/**
	 * What the client needs of a bundle: whom to trust, the certificate to present if the
	 * bundle has a key store, and the protocols and cipher suites that it names.
	 * @param bundle the bundle
	 * @return the settings
	 */
	public static TlsSettings settings(SslBundle bundle) {
		SslManagerBundle managers = bundle.getManagers();
		boolean presents = bundle.getStores().getKeyStore() != null;
		return new TlsSettings(managers.getTrustManagerFactory(), presents ? managers.getKeyManagerFactory() : null,
				list(bundle.getOptions().getEnabledProtocols()), list(bundle.getOptions().getCiphers()));
	}

	private static List<String> list(String @Nullable [] names) {
		return (names != null) ? List.of(names) : List.of();
	}

}
