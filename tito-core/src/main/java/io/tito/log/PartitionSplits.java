package io.tito.log;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.tito.client.SplitResult;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.key.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each partition of a new type a region of its own and spreads them over the
 * stores, so that its events do not all go to one. Does nothing on a cluster with a
 * single store. A failure is no reason not to use the type: the store splits under load
 * anyway. Thread-safe.
 */
public final class PartitionSplits implements TypePreparation {

	private static final Logger logger = LoggerFactory.getLogger(PartitionSplits.class);

	private final TitoClient client;

	private final LogKeys keys;

	private final Predicate<String> wanted;

	/**
	 * Create one.
	 * @param client the client
	 * @param keys the keys of the log
	 * @param wanted tells of which types to split the partitions
	 */
	public PartitionSplits(TitoClient client, LogKeys keys, Predicate<String> wanted) {
		this.client = client;
		this.keys = keys;
		this.wanted = wanted;
	}

	@Override
	public void prepare(String type, TypeSettings settings) {
		if (!this.wanted.test(type)) {
			return;
		}
		try {
			if (this.client.cluster().stores().size() > 1) {
				split(type, settings.partitions());
			}
		}
		catch (TitoClientException ex) {
			logger.warn("The partitions of the event type '{}' were not split into regions; the store will do so"
					+ " under load: {}", type, ex.toString());
			logger.debug("The cause", ex);
		}
	}

	private void split(String type, int partitions) {
		List<Key> firsts = IntStream.range(0, partitions)
			.mapToObj((partition) -> this.keys.events(type, partition))
			.toList();
		SplitResult result = this.client.split(firsts);
		logger.info("The event type '{}' has {} new regions{}", type, result.regions(),
				result.settled() ? "" : ", which are still being spread");
	}

}
