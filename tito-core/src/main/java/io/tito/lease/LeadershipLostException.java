package io.tito.lease;

/**
 * Another instance may do the job of this one. Stop, roll back, and wait for
 * {@link LeaderListener#gained}.
 */
public final class LeadershipLostException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LeadershipLostException(String name, long epoch) {
		super("This instance does not lead '%s' any more (its epoch was %d); roll back and leave it to the new leader"
			.formatted(name, epoch));
	}

}
