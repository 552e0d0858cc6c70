package io.tito.autoconfigure.tikv;

/**
 * Nothing says where TiKV is, and no embedded server may start. Configure one of the two.
 */
final class NoTikvException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final boolean embeddedPresent;

	NoTikvException(boolean embeddedPresent) {
		super("No address of a TiKV cluster is configured, and the embedded server is "
				+ (embeddedPresent ? "switched off" : "not on the class path"));
		this.embeddedPresent = embeddedPresent;
	}

	boolean isEmbeddedPresent() {
		return this.embeddedPresent;
	}

}
