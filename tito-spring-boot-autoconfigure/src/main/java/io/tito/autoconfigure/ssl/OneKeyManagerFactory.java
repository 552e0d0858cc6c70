package io.tito.autoconfigure.ssl;

import java.security.KeyStore;
import java.security.Provider;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;

import org.jspecify.annotations.Nullable;

/**
 * Gives one key manager that exists already.
 */
final class OneKeyManagerFactory extends KeyManagerFactory {

	OneKeyManagerFactory(KeyManager manager, Provider provider) {
		super(new Spi(manager), provider, "Tito");
	}

	private static final class Spi extends KeyManagerFactorySpi {

		private final KeyManager manager;

		Spi(KeyManager manager) {
			this.manager = manager;
		}

		@Override
		protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {
			// the manager has its keys
		}

		@Override
		protected void engineInit(ManagerFactoryParameters parameters) {
			// the manager has its keys
		}

		@Override
		protected KeyManager[] engineGetKeyManagers() {
			return new KeyManager[] { this.manager };
		}

	}

}
