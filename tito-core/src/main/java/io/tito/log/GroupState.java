package io.tito.log;

import io.tito.client.Timestamp;
import io.tito.key.Key;

/**
 * How far a group is on a partition. Every event whose position is at most
 * {@link #position()} <em>and</em> whose commit timestamp is at most {@link #snapshot()}
 * is settled: handled, parked or a dead letter. All others are not, and will be
 * delivered.
 *
 * @param owner the instance that handles the partition; empty if it was released
 * @param epoch raised by each takeover: the fencing token
 * @param unclean how many owners in a row were lost without an acknowledgement
 * @param position the position P
 * @param snapshot the snapshot S
 * @param reload raised by operators who changed parked lanes
 */
public record GroupState(String owner, long epoch, int unclean, Position position, Timestamp snapshot, long reload) {

	private static final int FORMAT = 1;

	public boolean isReleased() {
		return this.owner.isEmpty();
	}

	/**
	 * The state after a takeover. Only an owner that is lost counts as unclean: an
	 * instance that takes its own partition again is alive.
	 * @param instance the new owner
	 * @return the state
	 */
	GroupState takenBy(String instance) {
		boolean lost = !isReleased() && !this.owner.equals(instance);
		return new GroupState(instance, this.epoch + 1, lost ? this.unclean + 1 : this.unclean, this.position,
				this.snapshot, this.reload);
	}

	GroupState acknowledged(Position settled, Timestamp at) {
		return new GroupState(this.owner, this.epoch, 0, settled, at, this.reload);
	}

	GroupState released(Position settled, Timestamp at) {
		return new GroupState("", this.epoch, this.unclean, settled, at, this.reload);
	}

	byte[] encode() {
		return new FieldWriter(FORMAT).text(this.owner)
			.number(this.epoch)
			.number(this.unclean)
			.text(this.position.text())
			.number(this.snapshot.value())
			.number(this.reload)
			.toBytes();
	}

	static GroupState decode(Key row, byte[] bytes) {
		return FieldReader.read(row, bytes, FORMAT, (fields) -> new GroupState(fields.text(), fields.number(),
				fields.integer(), new Position(fields.text()), new Timestamp(fields.number()), fields.number()));
	}

}
