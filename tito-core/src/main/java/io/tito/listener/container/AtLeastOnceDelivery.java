package io.tito.listener.container;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

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
final class AtLeastOnceDelivery implements Delivery {

	private final EventRunner runner;

	private final Parallel parallel;

	private final BooleanSupplier stop;

	private final PageSize pageSize;

	private final Caution caution;

	AtLeastOnceDelivery(EventRunner runner, Parallel parallel, BooleanSupplier stop, int batch) {
		this.runner = runner;
		this.parallel = parallel;
		this.stop = stop;
		this.pageSize = new PageSize(batch);
		this.caution = new Caution(batch);
	}

	@Override
	public Progress deliver(OwnedPartition owned, Sweep sweep, boolean expectEvents) {
		LogPage page = owned.read(sweep, this.pageSize.next(), expectEvents);
		Work all = Work.of(owned, sweep, page, this.pageSize.next());
		boolean careful = this.caution.isNeeded(owned);
		if (all.isEmpty()) {
			this.caution.end();
			return Delivery.nothing(owned, page);
		}
		this.pageSize.read(page);
		boolean parkLate = careful && all.lanes().isEmpty() && !page.late().isEmpty();
		if (parkLate ? !LateEvents.park(owned, sweep, page) : !handle(owned, sweep, careful, all)) {
			return Progress.of(State.LOST);
		}
		if (careful) {
			this.caution.spend();
		}
		boolean more = careful || page.full();
		return new Progress(more ? State.MORE : State.ACTIVE, page.nextDue());
	}

	private boolean handle(OwnedPartition owned, Sweep sweep, boolean careful, Work all) {
		Work work = careful ? all.first() : all;
		return (!careful || work.announce(owned, sweep)) && run(owned, sweep, work);
	}

	private boolean run(OwnedPartition owned, Sweep sweep, Work work) {
		Acknowledgement acknowledgement = owned.acknowledgement();
		Collection<LaneRun> runs = lanes(owned, sweep, work, acknowledgement);
		this.parallel.run(runs.stream().filter((run) -> !run.isIdle()).toList());
		List<LoggedEvent> left = new ArrayList<>();
		runs.forEach((run) -> left.addAll(run.acknowledge(acknowledgement, sweep.millis())));
		LogPage page = work.page();
		if (page != null) {
			acknowledgement.settle(settled(page, left, acknowledgement, sweep.millis()));
		}
		if (!owned.commit(acknowledgement)) {
			return false;
		}
		runs.forEach(LaneRun::acknowledged);
		return true;
	}

	private Collection<LaneRun> lanes(OwnedPartition owned, Sweep sweep, Work work, Acknowledgement acknowledgement) {
		Map<String, LaneRun> runs = new LinkedHashMap<>();
		for (String name : work.lanes()) {
			List<LoggedEvent> parked = owned.parked(sweep, name, work.lanePage());
			if (parked.isEmpty()) {
				acknowledgement.forget(name);
			}
			Lane lane = owned.lane(name);
			boolean more = !parked.isEmpty() && lane != null && lane.count() > parked.size();
			runs.put(name, lane(owned, sweep, parked, more));
		}
		LogPage page = work.page();
		if (page != null) {
			for (LoggedEvent event : page.events()) {
				runs.computeIfAbsent(event.lane(), (name) -> lane(owned, sweep, List.of(), owned.lane(name) != null))
					.add(event);
			}
		}
		return runs.values();
	}

	private LaneRun lane(OwnedPartition owned, Sweep sweep, List<LoggedEvent> parked, boolean waiting) {
		return new LaneRun(owned, sweep, this.runner, this.stop, parked, waiting);
	}

	/**
	 * The part of a page that can be settled although some events were not begun: those
	 * before the last one that was handled, and the late ones, are parked to be handled
	 * by whoever comes next.
	 */
	private static LogPage settled(LogPage page, List<LoggedEvent> left, Acknowledgement acknowledgement, long now) {
		if (left.isEmpty()) {
			return page;
		}
		Position last = lastHandled(page, left);
		LogPage settled = page.keep((int) page.fresh().stream().filter((event) -> isUpTo(event, last)).count());
		left.stream()
			.filter((event) -> page.late().contains(event) || isUpTo(event, last))
			.forEach((event) -> acknowledgement.park(event, now));
		return settled;
	}

	private static @Nullable Position lastHandled(LogPage page, List<LoggedEvent> left) {
		Position last = null;
		for (LoggedEvent event : page.fresh()) {
			if (!left.contains(event)) {
				last = event.position();
			}
		}
		return last;
	}

	private static boolean isUpTo(LoggedEvent event, @Nullable Position last) {
		return last != null && !event.position().isAfter(last);
	}

}
