package io.tito.log;

/**
 * What a switch to more partitions asks of an owner, a bounded part of it at a time. Each
 * part is a transaction, and the next owner goes on from there.
 */
final class SwitchWork {

	private static final int BATCHES = 10;

	private final EventLog log;

	private final OwnedPartition owned;

	private final Layout layout;

	SwitchWork(EventLog log, OwnedPartition owned, Layout layout) {
		this.log = log;
		this.owned = owned;
		this.layout = layout;
	}

	Growing run() {
		Growing scheduled = moveScheduled();
		int next = this.owned.nextSwitch(this.layout.history());
		if (next <= this.layout.switched() && this.owned.isBehind(this.layout.history().get(next))) {
			return new LaneMove(this.log, this.owned, this.layout.history(), next).run();
		}
		return scheduled;
	}

	private Growing moveScheduled() {
		PartitionId id = this.owned.id();
		if (!this.layout.moved().containsKey(id.partition())) {
			return Growing.NOTHING;
		}
		ScheduledMove move = new ScheduledMove(this.log, id.type(), id.partition(), this.layout.history(),
				this.layout.switched());
		// if another group's owner is at it, that is fine
		return (move.run(BATCHES) != null) ? Growing.UNDERWAY : Growing.NOTHING;
	}

}
