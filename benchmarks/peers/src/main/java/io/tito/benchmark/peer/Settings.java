package io.tito.benchmark.peer;

/**
 * What a product is told when it is opened.
 *
 * @param workers how many handlers may run at once
 * @param partitions how many keys there are
 * @param pollMillis how often products that poll are told to do so, in milliseconds
 * @param payloadBytes how long an event is as JSON
 * @param poolSize how many connections to the database there are
 * @param postgres the database
 */
public record Settings(int workers, int partitions, int pollMillis, int payloadBytes, int poolSize, Postgres postgres) {

	private static final int PARTITIONS = 16;

	private static final int PAYLOAD = 1024;

	private static final int POOL = 40;

	/**
	 * The settings that all products are measured with.
	 * @param workers how many handlers may run at once
	 * @param pollMillis how often products that poll are told to do so
	 * @param postgres the database
	 * @return settings
	 */
	public static Settings of(int workers, int pollMillis, Postgres postgres) {
		return new Settings(workers, PARTITIONS, pollMillis, PAYLOAD, POOL, postgres);
	}

	public Settings withWorkers(int workers) {
		return new Settings(workers, this.partitions, this.pollMillis, this.payloadBytes, this.poolSize, this.postgres);
	}

	/**
	 * An event of the agreed size, in the partition that its sequence falls to.
	 * @param seq the sequence
	 * @return the event
	 */
	public Event event(long seq) {
		return Event.of(seq, (int) (seq % this.partitions), this.payloadBytes);
	}

}
