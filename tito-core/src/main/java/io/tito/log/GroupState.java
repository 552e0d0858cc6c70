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
 * @param reload raised by those who changed parked lanes, or wait for progress
 * @param suspect the event that those owners may have been lost by
 * @param grown the number of the last switch to more partitions at which this one has
 * given away what is not its own any more; 0 if it has done so at none
 */
public record GroupState(String owner, long epoch, int unclean, Position position, Timestamp snapshot, long reload,
		Suspect suspect, int grown) {

	private static final int FORMAT = 1;

	/** What is written once the partitions have grown, for older versions to refuse. */
	private static final int GROWN = 2;

	GroupState(String owner, long epoch, int unclean, Position position, Timestamp snapshot, long reload,
			Suspect suspect) {
		this(owner, epoch, unclean, position, snapshot, reload, suspect, 0);
	}

	GroupState(String owner, long epoch, int unclean, Position position, Timestamp snapshot, long reload) {
		this(owner, epoch, unclean, position, snapshot, reload, Suspect.NONE);
	}

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
				this.snapshot, this.reload, this.suspect.takenOver(lost), this.grown);
	}

	/**
	 * The state in which an event may cost the partition its owner.
	 * @param event the position of the event
	 * @return the state
	 */
	GroupState takenInHand(Position event) {
		return new GroupState(this.owner, this.epoch, this.unclean, this.position, this.snapshot, this.reload,
				this.suspect.takenInHand(event), this.grown);
	}

	GroupState acknowledged(Position settled, Timestamp at) {
		return new GroupState(this.owner, this.epoch, 0, settled, at, this.reload, Suspect.NONE, this.grown);
	}

	GroupState released(Position settled, Timestamp at) {
		return new GroupState("", this.epoch, this.unclean, settled, at, this.reload, this.suspect.takenOver(false),
				this.grown);
	}

	/**
	 * The state after a switch to more partitions.
	 * @param number the number of the switch
	 * @return the state
	 */
	GroupState grown(int number) {
		return new GroupState(this.owner, this.epoch, this.unclean, this.position, this.snapshot, this.reload,
				this.suspect, number);
	}

	/**
	 * The state after a replay: less is settled, and whoever owns the partition has to
	 * take it again. Before a switch that it has not passed now, the partition may keep
	 * what it has given away: the partitions that came with the switch wait for it again.
	 * @param passed the number of the last switch before the position
	 */
	GroupState replayed(Position to, int passed) {
		return new GroupState(this.owner, this.epoch + 1, this.unclean, to, this.snapshot, this.reload, Suspect.NONE,
				Math.min(this.grown, passed));
	}

	/**
	 * The state after somebody else has changed lanes, or wants to see progress stored.
	 */
	GroupState operated() {
		return new GroupState(this.owner, this.epoch, this.unclean, this.position, this.snapshot, this.reload + 1,
				this.suspect, this.grown);
	}

	/**
	 * Whether this state is another one with a later {@link #reload()}.
	 */
	boolean isOperated(GroupState other) {
		return this.reload > other.reload && equals(other.reloaded(this.reload));
	}

	/**
	 * The same state with the count of changes that another has made.
	 */
	GroupState reloaded(long count) {
		return new GroupState(this.owner, this.epoch, this.unclean, this.position, this.snapshot, count, this.suspect,
				this.grown);
	}

	byte[] encode() {
		FieldWriter fields = new FieldWriter((this.grown == 0) ? FORMAT : GROWN).text(this.owner)
			.number(this.epoch)
			.number(this.unclean)
			.text(this.position.text())
			.number(this.snapshot.value())
			.number(this.reload);
		this.suspect.encode(fields);
		return (this.grown == 0) ? fields.toBytes() : fields.number(this.grown).toBytes();
	}

	static GroupState decode(Key row, byte[] bytes) {
		boolean old = bytes.length > 0 && bytes[0] == FORMAT;
		return FieldReader.read(row, bytes, old ? FORMAT : GROWN,
				(fields) -> new GroupState(fields.text(), fields.number(), fields.integer(),
						new Position(fields.text()), new Timestamp(fields.number()), fields.number(),
						Suspect.decode(fields), old ? 0 : fields.integer()));
	}

}
