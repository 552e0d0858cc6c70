package io.tito.autoconfigure.ssl;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.springframework.boot.ssl.SslManagerBundle;

/**
 * The managers of a bundle that may change: each handshake asks those of the latest
 * content. Thread-safe.
 */
final class ReloadingManagers implements SslManagerBundle {

	private final KeyManagerFactory keys;

	private final TrustManagerFactory trust;

	private volatile X509ExtendedKeyManager keyManager;

	private volatile X509ExtendedTrustManager trustManager;

	ReloadingManagers(SslManagerBundle first) {
		this.keyManager = keyManager(first);
		this.trustManager = trustManager(first);
		this.keys = new OneKeyManagerFactory(new ReloadingKeyManager(() -> this.keyManager),
				first.getKeyManagerFactory().getProvider());
		this.trust = SslManagerBundle.from(new ReloadingTrustManager(() -> this.trustManager)).getTrustManagerFactory();
	}

	void use(SslManagerBundle changed) {
		X509ExtendedKeyManager newKeys = keyManager(changed);
		this.trustManager = trustManager(changed);
		this.keyManager = newKeys;
	}

	private static X509ExtendedKeyManager keyManager(SslManagerBundle managers) {
		return only(managers.getKeyManagers(), X509ExtendedKeyManager.class);
	}

	private static X509ExtendedTrustManager trustManager(SslManagerBundle managers) {
		return only(managers.getTrustManagers(), X509ExtendedTrustManager.class);
	}

	private static <T> T only(Object[] managers, Class<T> type) {
		for (Object manager : managers) {
			if (type.isInstance(manager)) {
				return type.cast(manager);
			}
		}
		throw new IllegalStateException(
				"The bundle has no " + type.getSimpleName() + "; use the JDK's own algorithms for its managers");
	}

	@Override
	public KeyManagerFactory getKeyManagerFactory() {
		return this.keys;
	}

	@Override
	public TrustManagerFactory getTrustManagerFactory() {
		return this.trust;
	}

}
