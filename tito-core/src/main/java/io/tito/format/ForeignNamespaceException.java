package io.tito.format;

/**
 * A namespace belongs to another application. Nothing was written. Choose another
 * namespace, or say that the two share it.
 */
public final class ForeignNamespaceException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String namespace;

	private final String owner;

	private final String application;

	public ForeignNamespaceException(String namespace, String owner, String application) {
		super(("The namespace '%s' belongs to the application '%s', this is '%s': choose another namespace, "
				+ "or declare that it is shared")
			.formatted(namespace, owner, application));
		this.namespace = namespace;
		this.owner = owner;
		this.application = application;
	}

	public String namespace() {
		return this.namespace;
	}

	public String owner() {
		return this.owner;
	}

	public String application() {
		return this.application;
	}

}
