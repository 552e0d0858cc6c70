package io.tito.autoconfigure.ssl;

import java.util.List;

/**
 * The SSL bundle for TiKV does not exist or cannot be used.
 */
public final class SslBundleFailedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String bundle;

	private final transient List<String> known;

	SslBundleFailedException(String bundle, List<String> known, RuntimeException cause) {
		super("The SSL bundle '%s' for TiKV cannot be used: %s".formatted(bundle, cause.getMessage()), cause);
		this.bundle = bundle;
		this.known = List.copyOf(known);
	}

	String bundle() {
		return this.bundle;
	}

	/**
	 * The names of the bundles that there are.
	 * @return the names
	 */
	List<String> known() {
		return this.known;
	}

}
