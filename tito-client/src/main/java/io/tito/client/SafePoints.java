package io.tito.client;

/**
 * How far a cluster has been collected.
 *
 * @param collected PD's safe point: older snapshots cannot be read any more; zero if
 * nobody has ever collected
 * @param held the smallest safe point of a service, which limits the next round
 * @param holder the name of that service; {@code gc_worker} is whoever collects
 */
public record SafePoints(Timestamp collected, Timestamp held, String holder) {

	/** The name under which whoever collects announces a safe point. */
	public static final String COLLECTOR = "gc_worker";

	/**
	 * The greatest safe point that a collector has announced, as far as it can be seen: a
	 * hold of another service hides it.
	 * @return the safe point
	 */
	public Timestamp announced() {
		return (this.holder.equals(COLLECTOR) && this.held.isAfter(this.collected)) ? this.held : this.collected;
	}

}
