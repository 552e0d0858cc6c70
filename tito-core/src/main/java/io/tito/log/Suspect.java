package io.tito.log;

/**
 * The event that owners of a partition may have been lost by. After the loss of an owner
 * the next one says in the store which event it takes in hand, before it does; only an
 * owner that is lost with that event in hand counts against it, so that no event is given
 * up for owners that never came to it.
 *
 * @param event the position of the event
 * @param losses how many owners may have been lost by it; the one that was lost before
 * anybody said so is counted, since it may have been
 * @param inHand whether the owner has it in hand
 */
public record Suspect(Position event, int losses, boolean inHand) {

	/** No event is suspected. */
	static final Suspect NONE = new Suspect(Position.START, 0, false);

	/**
	 * How many owners may have been lost by an event.
	 * @param position the position of the event
	 * @return the number; 0 unless it is the suspected one
	 */
	int losses(Position position) {
		return this.event.equals(position) ? this.losses : 0;
	}

	Suspect takenInHand(Position position) {
		return new Suspect(position, Math.max(1, losses(position)), true);
	}

	/**
	 * The suspect when the partition has a new owner.
	 * @param lost whether the last one was lost
	 */
	Suspect takenOver(boolean lost) {
		return new Suspect(this.event, (lost && this.inHand) ? this.losses + 1 : this.losses, false);
	}

	void encode(FieldWriter fields) {
		fields.text(this.event.text()).number(this.losses).number(this.inHand ? 1 : 0);
	}

	static Suspect decode(FieldReader fields) {
		return new Suspect(new Position(fields.text()), fields.integer(), fields.integer() == 1);
	}

}
