package io.tito.autoconfigure.ssl;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * Presents what the latest manager presents.
 */
final class ReloadingKeyManager extends X509ExtendedKeyManager {

	private final Supplier<X509ExtendedKeyManager> latest;

	ReloadingKeyManager(Supplier<X509ExtendedKeyManager> latest) {
		this.latest = latest;
	}

	@Override
	public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
		return this.latest.get().getClientAliases(keyType, issuers);
	}

	@Override
	public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers,
			@Nullable Socket socket) {
		return this.latest.get().chooseClientAlias(keyType, issuers, socket);
	}

	@Override
	public @Nullable String chooseEngineClientAlias(String[] keyType, Principal @Nullable [] issuers,
			@Nullable SSLEngine engine) {
		return this.latest.get().chooseEngineClientAlias(keyType, issuers, engine);
	}

	@Override
	public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
		return this.latest.get().getServerAliases(keyType, issuers);
	}

	@Override
	public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
		return this.latest.get().chooseServerAlias(keyType, issuers, socket);
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(String alias) {
		return this.latest.get().getCertificateChain(alias);
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		return this.latest.get().getPrivateKey(alias);
	}

}
