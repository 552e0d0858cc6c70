package io.tito.client;

import java.time.Duration;

/**
 * Removes old versions from the cluster. TiKV collects what lies below PD's safe point,
 * but it never moves the safe point itself: somebody has to, and exactly one should. TiDB
 * does so on clusters that it runs on. Thread-safe.
 */
public interface GarbageCollector {

	/**
	 * The shortest life of old versions: twice as long as any transaction may reasonably
	 * last, and longer than readers look back without asking.
	 */
	Duration SHORTEST_LIFE = Duration.ofMinutes(2);

	/**
	 * How far the cluster has been collected, and what holds it back.
	 * @return the safe points, asked for now
	 */
	SafePoints safePoints();

	/**
	 * Run one round up to a timestamp: announce it as the new safe point, end every
	 * transaction that began before it and still has locks, then move the safe point.
	 * Nothing is moved unless all locks of the whole cluster were resolved; a round that
	 * fails or is interrupted has done no harm, and the next one takes up its work. May
	 * take minutes on a large cluster.
	 * @param safePoint what can be read at this timestamp and later stays
	 * @return what was done; nothing, if a hold does not let the safe point move
	 * @throws IllegalArgumentException if the timestamp is younger than
	 * {@link #SHORTEST_LIFE}
	 * @throws IllegalStateException if this client is running a round already
	 * @throws ClientTimeoutException if the thread was interrupted
	 * @throws StoreUnavailableException if PD or a store did not answer
	 */
	CollectionRound collect(Timestamp safePoint);

	/**
	 * Run one round, as {@link #collect(Timestamp)}.
	 * @param life how long old versions are kept, at least {@link #SHORTEST_LIFE}
	 * @return what was done
	 */
	CollectionRound collect(Duration life);

}
