package io.tito.listener.container;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.tito.log.PartitionId;

/**
 * The workers of one listener: one for each partition of its type. Used by the poller's
 * thread, once it runs.
 */
final class Crew {

	private final ListenerContainer container;

	private final Function<PartitionId, PartitionWorker> workers;

	private int size;

	Crew(ListenerContainer container, Function<PartitionId, PartitionWorker> workers) {
		this.container = container;
		this.workers = workers;
	}

	String type() {
		return this.container.listener().type();
	}

	/**
	 * Take on workers for partitions that have none.
	 * @param partitions how many partitions there are; there are never fewer than before
	 * @return the new ones
	 */
	List<PartitionWorker> grow(int partitions) {
		if (partitions <= this.size) {
			return List.of();
		}
		List<PartitionWorker> added = new ArrayList<>();
		while (this.size < partitions) {
			added.add(this.workers.apply(new PartitionId(type(), this.container.listener().group(), this.size++)));
		}
		return added;
	}

}
