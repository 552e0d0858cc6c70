package io.tito.mapping;

import java.util.List;

import org.springframework.data.mapping.MappingException;

/**
 * Entities are not declared as they have to be. The message lists every fault and its
 * fix.
 */
public final class InvalidEntitiesException extends MappingException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> faults;

	InvalidEntitiesException(List<String> faults) {
		super("%d fault(s) in the declarations of entities:%n - %s".formatted(faults.size(),
				String.join(System.lineSeparator() + " - ", faults)));
		this.faults = List.copyOf(faults);
	}

	/**
	 * The faults, one sentence each.
	 * @return the faults
	 */
	public List<String> faults() {
		return this.faults;
	}

}
