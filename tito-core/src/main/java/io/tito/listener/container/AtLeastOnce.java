package io.tito.listener.container;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.tito.listener.container.Delivery.Progress;
import io.tito.listener.container.Delivery.State;
import io.tito.log.Acknowledgement;
import io.tito.log.Lane;
import io.tito.log.LogPage;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;
import io.tito.log.Position;
import io.tito.log.Sweep;
import org.jspecify.annotations.Nullable;

/**
 * The default mode: handlers first, lanes side by side; then one acknowledgement of all
 * that was done. What was handled but not acknowledged is handled again.
 */
final class AtLeastOnce implements PartitionDelivery.Mode {

	private final EventRunner runner;

	private final Outcomes outcomes;

	private final Parallel parallel;

	private final BatchRun batches;

	private final BooleanSupplier stop;

	private final Outage outage;

	AtLeastOnce(EventRunner runner, Outcomes outcomes, Parallel parallel, BooleanSupplier stop,
			ListenerSettings settings) {
		this.runner = runner;
		this.outcomes = outcomes;
		this.parallel = parallel;
		this.batches = new BatchRun(runner, outcomes, stop, settings);
		this.stop = stop;
		this.outage = new Outage(outcomes.policy());
	}

	@Override
	public int limit(int page) {
		return page;
	}

	@Override
	public Progress runFirst(OwnedPartition owned, Sweep sweep, Work work) {
		LogPage page = work.page();
		if (work.lanes().isEmpty() && page != null && !page.late().isEmpty()) {
			return Progress.of(LateEvents.park(owned, sweep, page) ? State.ACTIVE : State.LOST);
		}
		Work first = work.first();
		return first.announce(owned, sweep) ? run(owned, sweep, first) : Progress.of(State.LOST);
	}

	@Override
	public Progress run(OwnedPartition owned, Sweep sweep, Work work) {
		Acknowledgement acknowledgement = owned.acknowledgement();
		Map<String, LaneRun> lanes = lanes(owned, sweep, work, acknowledgement);
		if (!handle(owned, sweep, work, lanes)) {
			return Progress.of(State.HELD_UP);
		}
		if (this.outage.isSuspected(lanes.values())) {
			return Progress.backOff(this.outage.pause());
		}
		List<LoggedEvent> left = new ArrayList<>();
		lanes.values().forEach((run) -> left.addAll(run.acknowledge(acknowledgement, this.outcomes, sweep.millis())));
		LogPage page = work.page();
		if (page != null) {
			acknowledgement.settle(settled(page, left, acknowledgement, sweep.millis()));
		}
		if (!owned.commit(acknowledgement)) {
			return Progress.of(State.LOST);
		}
		lanes.values().forEach((run) -> run.acknowledged(this.outcomes));
		return Progress.of(State.ACTIVE);
	}

	private boolean handle(OwnedPartition owned, Sweep sweep, Work work, Map<String, LaneRun> lanes) {
		if (this.runner.isBatch()) {
			LogPage page = work.page();
			return this.batches.run(owned, sweep, lanes, (page != null) ? page.events() : List.of());
		}
		this.parallel.run(lanes.values()
			.stream()
			.filter((run) -> !run.isIdle())
			.<Runnable>map((run) -> () -> run.run(this.runner, this.outcomes, this.stop))
			.toList());
		return true;
	}

	private Map<String, LaneRun> lanes(OwnedPartition owned, Sweep sweep, Work work, Acknowledgement acknowledgement) {
		Map<String, LaneRun> runs = new LinkedHashMap<>();
		for (String name : work.lanes()) {
			List<LoggedEvent> parked = owned.parked(sweep, name, work.lanePage());
			if (parked.isEmpty()) {
				acknowledgement.forget(name);
			}
			Lane lane = owned.lane(name);
			boolean more = !parked.isEmpty() && lane != null && lane.count() > parked.size();
			runs.put(name, new LaneRun(owned, sweep, parked, more));
		}
		LogPage page = work.page();
		if (page != null) {
			for (LoggedEvent event : page.events()) {
				runs.computeIfAbsent(event.lane(),
						(name) -> new LaneRun(owned, sweep, List.of(), owned.lane(name) != null))
					.add(event);
			}
		}
		return runs;
	}

	/**
	 * The part of a page that can be settled although some events were not begun: those
	 * before the last one that was handled, and the late ones, are parked to be handled
	 * by whoever comes next.
	 */
	private static LogPage settled(LogPage page, Collection<LoggedEvent> left, Acknowledgement acknowledgement,
			long now) {
		if (left.isEmpty()) {
			return page;
		}
		Set<Position> open = new HashSet<>();
		left.forEach((event) -> open.add(event.position()));
		Position last = lastHandled(page, open);
		LogPage settled = page.keep((int) page.fresh().stream().filter((event) -> isUpTo(event, last)).count());
		page.late().stream().filter((event) -> open.contains(event.position())).forEach((event) -> {
			acknowledgement.park(event, now);
			open.remove(event.position());
		});
		left.stream()
			.filter((event) -> open.contains(event.position()) && isUpTo(event, last))
			.forEach((event) -> acknowledgement.park(event, now));
		return settled;
	}

	private static @Nullable Position lastHandled(LogPage page, Set<Position> open) {
		Position last = null;
		for (LoggedEvent event : page.fresh()) {
			if (!open.contains(event.position())) {
				last = event.position();
			}
		}
		return last;
	}

	private static boolean isUpTo(LoggedEvent event, @Nullable Position last) {
		return last != null && !event.position().isAfter(last);
	}

}
