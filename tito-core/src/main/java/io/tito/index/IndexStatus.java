package io.tito.index;

/**
 * How far an index is, for people and metrics.
 *
 * @param index its name
 * @param phase where it is in its life
 * @param done how many rows were filled
 * @param total about how many there are to fill
 * @param problem what keeps it from becoming ready, empty if nothing does
 */
public record IndexStatus(String index, IndexPhase phase, long done, long total, String problem) {

	/**
	 * How much of the index is done.
	 * @return a part of 1
	 */
	public double progress() {
		if (this.phase == IndexPhase.BUILDING) {
			return (this.total > 0) ? Math.min(1, (double) this.done / this.total) : 0;
		}
		return (this.phase == IndexPhase.READY) ? 1 : 0;
	}

}
