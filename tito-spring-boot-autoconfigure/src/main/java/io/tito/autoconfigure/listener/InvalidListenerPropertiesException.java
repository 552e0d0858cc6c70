package io.tito.autoconfigure.listener;

import java.util.List;

/**
 * Properties of listeners that cannot be.
 */
final class InvalidListenerPropertiesException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> faults;

	InvalidListenerPropertiesException(List<String> faults) {
		super(String.join("; ", faults));
		this.faults = List.copyOf(faults);
	}

	/**
	 * Everything that is wrong, each with the name of its property.
	 */
	List<String> faults() {
		return this.faults;
	}

}
