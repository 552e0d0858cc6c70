package io.tito.listener.container;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Listeners cannot be run as they are declared. Says everything that is wrong.
 */
public final class InvalidListenerException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> faults;

	/**
	 * Create an exception.
	 * @param faults what is wrong, each with where it is declared
	 */
	public InvalidListenerException(List<String> faults) {
		this(faults, null);
	}

	/**
	 * Create an exception.
	 * @param faults what is wrong, each with where it is declared
	 * @param cause what showed it
	 */
	public InvalidListenerException(List<String> faults, @Nullable Throwable cause) {
		super(String.join("; ", faults), cause);
		this.faults = List.copyOf(faults);
	}

	/**
	 * Everything that is wrong.
	 * @return each with where it is declared
	 */
	public List<String> faults() {
		return this.faults;
	}

}
