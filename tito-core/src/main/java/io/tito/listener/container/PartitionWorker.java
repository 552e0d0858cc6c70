package io.tito.listener.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.tito.client.ClientClosedException;
import io.tito.client.ClientTimeoutException;
import io.tito.client.StoreUnavailableException;
import io.tito.client.Timestamp;
import io.tito.listener.container.Delivery.Progress;
import io.tito.listener.container.Delivery.State;
import io.tito.log.EventLog;
import io.tito.log.Growing;
import io.tito.log.GroupState;
import io.tito.log.Look;
import io.tito.log.OwnedPartition;
import io.tito.log.PartitionId;
import io.tito.log.Sweep;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group on one partition, as this instance sees it: owned or not, busy or not, and
 * when to look again. At most one thread works on it: whoever {@link #begin begins} runs
 * it and {@link #run} ends. The other methods may be called by any thread.
 */
final class PartitionWorker {

	private static final Logger logger = LoggerFactory.getLogger(PartitionWorker.class);

	private final EventLog log;

	private final PartitionId id;

	private final ListenerContainer container;

	private final Delivery delivery;

	private final Executor executor;

	private final Pace pace;

	private final Owners owners;

	private final AtomicBoolean busy = new AtomicBoolean();

	private boolean expectEvents;

	private boolean called;

	private boolean apart;

	/** Whether the store may name this instance as the owner; not known at first. */
	private volatile boolean named = true;

	private volatile boolean assigned;

	private volatile boolean signalled;

	private volatile long next = System.nanoTime();

	private volatile long notBefore = System.nanoTime();

	private volatile @Nullable OwnedPartition owned;

	private volatile @Nullable Progress lastLook;

	PartitionWorker(EventLog log, PartitionId id, ListenerContainer container, Delivery delivery, Executor executor,
			Pace pace, Owners owners) {
		this.log = log;
		this.id = id;
		this.container = container;
		this.delivery = delivery;
		this.executor = executor;
		this.pace = pace;
		this.owners = owners;
	}

	PartitionId id() {
		return this.id;
	}

	ListenerContainer container() {
		return this.container;
	}

	/**
	 * The threads of the listener.
	 */
	Executor executor() {
		return this.executor;
	}

	/**
	 * How much earlier than needed this may be looked at while it is idle, if that saves
	 * a look.
	 */
	long slack() {
		return this.pace.slack();
	}

	boolean isOwned() {
		return this.owned != null;
	}

	boolean isBusy() {
		return this.busy.get();
	}

	boolean isAssigned() {
		return this.assigned;
	}

	/**
	 * What the last look found; null if it was none, because the partition was taken,
	 * lost, or could not be read.
	 */
	@Nullable Progress lastLook() {
		return this.lastLook;
	}

	/**
	 * The parked lanes. Only while nobody works on this.
	 */
	List<WaitingLane> waitingLanes() {
		OwnedPartition partition = this.owned;
		List<WaitingLane> waiting = new ArrayList<>();
		if (partition != null) {
			for (String name : partition.dueLanes(Long.MAX_VALUE, Integer.MAX_VALUE)) {
				waiting.add(WaitingLane.of(this.id, name, Objects.requireNonNull(partition.lane(name))));
			}
		}
		return waiting;
	}

	/**
	 * When the next event is due, as the last look found it. Only while nobody works on
	 * this.
	 * @return milliseconds of the oracle's time, the most if nothing is known to be due
	 */
	long nextDue() {
		OwnedPartition partition = this.owned;
		Long lane = (partition != null) ? partition.nextLane() : null;
		Progress look = this.lastLook;
		Long event = (look != null) ? look.nextDue() : null;
		return Math.min((lane != null) ? lane : Long.MAX_VALUE, (event != null) ? event : Long.MAX_VALUE);
	}

	/**
	 * The snapshot up to which an owned partition was read.
	 */
	@Nullable Timestamp readUpTo() {
		OwnedPartition partition = this.owned;
		return (partition != null) ? partition.readUpTo() : null;
	}

	void assign(boolean toSelf) {
		if (this.assigned != toSelf) {
			this.assigned = toSelf;
			this.next = System.nanoTime();
		}
	}

	/**
	 * Events were published: look at once. Heard even while a look is under way.
	 */
	boolean signal() {
		if (this.owned == null) {
			return false;
		}
		this.signalled = true;
		return true;
	}

	/**
	 * How long there is nothing to do.
	 * @param now the monotonic time
	 * @return nanoseconds, not positive if it is time; the most if nothing will be to do
	 */
	long delay(long now) {
		if (this.busy.get() || (!this.assigned && this.owned == null && !this.named)) {
			return Long.MAX_VALUE;
		}
		return this.signalled ? Math.max(0, this.notBefore - now) : this.next - now;
	}

	/**
	 * Reserve this worker for a sweep that begins after this call.
	 * @return whether the caller has to {@link #run} it now
	 */
	boolean begin() {
		if (!this.busy.compareAndSet(false, true)) {
			return false;
		}
		// before the snapshot is taken: a later signal asks for another look
		this.called = this.signalled;
		this.expectEvents = this.called || this.pace.isActive();
		this.signalled = false;
		return true;
	}

	/**
	 * Whether there is reason to expect events. Only for whoever has {@link #begin
	 * begun}.
	 */
	boolean expectsEvents() {
		return this.expectEvents;
	}

	/**
	 * What this worker will read once it runs. Only for whoever has {@link #begin begun}.
	 * @return the look; null if it owns no partition, or something went wrong the last
	 * time: then it reads by itself, and holds up nobody else
	 */
	@Nullable Look look() {
		OwnedPartition partition = this.owned;
		return (partition != null && !this.apart) ? this.delivery.look(partition, this.expectEvents) : null;
	}

	/**
	 * End without work if the sweep has shown that there is none: asks nothing of the
	 * store, and needs no thread of the listener. Only for whoever has {@link #begin
	 * begun}.
	 * @param sweep a sweep that began after {@link #begin}
	 * @return whether this has ended; if not, it has to be {@link #run}
	 */
	boolean rest(Sweep sweep) {
		OwnedPartition partition = this.owned;
		if (partition == null || this.apart || !this.assigned || sweep.isPaused(this.id)) {
			return false;
		}
		Progress progress;
		try {
			progress = this.delivery.rest(partition, sweep);
		}
		catch (RuntimeException ex) {
			// whoever works meets it again, and deals with it
			logger.debug("What was found of {} could not be read", this.id, ex);
			return false;
		}
		if (progress == null) {
			return false;
		}
		this.lastLook = progress;
		end(this.pace.after(progress, this.called, partition.nextLane(), sweep.millis()));
		return true;
	}

	/**
	 * Work, and end.
	 * @param sweep a sweep that began after {@link #begin}
	 */
	void run(Sweep sweep) {
		this.lastLook = null;
		Duration pause = this.pace.waiting();
		try {
			this.apart = true;
			pause = work(sweep);
			this.apart = false;
		}
		catch (StoreUnavailableException | ClientTimeoutException ex) {
			// thrown by reads only: what is in memory is still right
			pause = this.pace.heldUp();
			logger.debug("{} could not be read; trying again in {} ms", this.id, pause.toMillis(), ex);
		}
		catch (ClientClosedException ex) {
			logger.debug("The client was closed while {} was worked on", this.id, ex);
			this.owned = null;
		}
		catch (RuntimeException | Error ex) {
			// what is in memory may be half changed
			this.owned = null;
			pause = this.pace.heldUp();
			logger.warn("Working on {} failed; it is taken again in {} ms", this.id, pause.toMillis(), ex);
		}
		finally {
			end(pause);
		}
	}

	/**
	 * End without having worked, since the sweep failed.
	 */
	void fail() {
		this.lastLook = null;
		this.apart = true;
		end(this.pace.heldUp());
	}

	/**
	 * Give the partition back, or forget it. Only for whoever has {@link #begin begun}.
	 * @param store whether to say so in the store
	 * @return whether it is given back or was not owned
	 */
	boolean release(boolean store) {
		OwnedPartition partition = this.owned;
		this.owned = null;
		if (partition == null) {
			return true;
		}
		boolean released = store && partition.release();
		this.named = !released;
		logger.debug("{} {} {}", this.owners.self(), released ? "released" : "dropped", this.id);
		return released;
	}

	void end() {
		end(Duration.ZERO);
	}

	private void end(Duration pause) {
		this.next = System.nanoTime() + pause.toNanos();
		this.busy.set(false);
	}

	private Duration work(Sweep sweep) {
		OwnedPartition partition = this.owned;
		if (partition != null && !partition.matches(sweep)) {
			logger.debug("{} lost {} at epoch {}", this.owners.self(), this.id, partition.epoch());
			this.owned = null;
			partition = null;
		}
		if (!this.assigned || sweep.isPaused(this.id) || !sweep.isOpen(this.id)) {
			release(true);
			return this.named ? giveBack(sweep) : this.pace.waiting();
		}
		return (partition != null) ? deliver(partition, sweep) : take(sweep);
	}

	private Duration deliver(OwnedPartition partition, Sweep sweep) {
		Growing growing = partition.grow(sweep);
		if (growing == Growing.AGAIN || growing == Growing.LOST) {
			this.owned = (growing == Growing.AGAIN) ? partition : null;
			return Duration.ZERO;
		}
		Duration pause = handle(partition, sweep);
		return (growing == Growing.UNDERWAY) ? Duration.ZERO : pause;
	}

	private Duration handle(OwnedPartition partition, Sweep sweep) {
		Progress progress = this.delivery.deliver(partition, sweep, this.expectEvents);
		this.lastLook = progress;
		if (progress.state() == State.LOST) {
			this.owned = null;
		}
		Duration pause = this.pace.after(progress, this.called, partition.nextLane(), sweep.millis());
		if (progress.state() == State.BACK_OFF) {
			// not even for new events: a busy partition would try all the time
			this.notBefore = System.nanoTime() + this.container.settings().retry().initial().toNanos();
			logger.warn("Every event in hand of {} failed, so what the listener needs may be away; "
					+ "no attempts are spent, trying again in {} ms", this.id, pause.toMillis());
		}
		return pause;
	}

	private Duration take(Sweep sweep) {
		GroupState state = sweep.state(this.id);
		boolean free = state.isReleased() || state.owner().equals(this.owners.self())
				|| this.owners.isGone().test(state.owner());
		if (!free) {
			return this.pace.waiting();
		}
		this.named = true;
		OwnedPartition taken = OwnedPartition.take(this.log, this.id, this.owners.self(), sweep);
		if (taken == null) {
			return this.pace.heldUp();
		}
		logger.debug("{} took {} at epoch {}", this.owners.self(), this.id, taken.epoch());
		this.owned = taken;
		return Duration.ZERO;
	}

	/**
	 * The store may still name this instance although it owns nothing: the store did not
	 * answer when the partition was taken or dropped. Nobody else would take it for as
	 * long as this instance lives.
	 */
	private Duration giveBack(Sweep sweep) {
		if (!sweep.state(this.id).owner().equals(this.owners.self())) {
			this.named = false;
			return this.pace.waiting();
		}
		OwnedPartition taken = OwnedPartition.take(this.log, this.id, this.owners.self(), sweep);
		this.named = taken == null || !taken.release();
		return this.named ? this.pace.heldUp() : this.pace.waiting();
	}

}
