package io.tito.log;

/**
 * The stored state of a partition is not what this owner last read or wrote: another
 * instance took it, or an operator changed it. The owner drops its memory.
 */
public final class OwnershipLostException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	OwnershipLostException(PartitionId id) {
		super("The partition %s was taken or changed by another; what was handled here is not acknowledged"
			.formatted(id));
	}

}
