package io.tito.log;

import java.util.List;

import io.tito.client.Scan;
import io.tito.client.Timestamp;

/**
 * What the owner of a partition is about to read of it.
 *
 * @param partition the partition; nobody else may use it until the sweep is made
 * @param limit how many new events
 * @param expectEvents whether events are likely, as for {@link OwnedPartition#read}
 */
public record Look(OwnedPartition partition, int limit, boolean expectEvents) {

	List<Scan> scans(Timestamp at) {
		return this.partition.foresee(at, this.limit, this.expectEvents);
	}

}
