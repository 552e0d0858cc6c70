package io.tito.format;

/**
 * The data in a namespace has a format that this version does not know. Nothing was read
 * or written. Use the version that wrote it, or a later one.
 */
public final class UnsupportedFormatException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String namespace;

	private final int version;

	public UnsupportedFormatException(String namespace, int version) {
		super("The data in the namespace '%s' has the format %d, this version reads format %d: use a version that knows it"
			.formatted(namespace, version, NamespaceFormat.CURRENT));
		this.namespace = namespace;
		this.version = version;
	}

	public String namespace() {
		return this.namespace;
	}

	public int version() {
		return this.version;
	}

}
