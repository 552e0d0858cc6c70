package io.tito.listener.container;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.cluster.Assignment;
import io.tito.cluster.Member;
import io.tito.cluster.Membership;
import io.tito.log.EventLog;
import io.tito.log.PartitionId;

/**
 * Which partitions this instance is to have. Used by the poller's thread.
 */
final class Assignments {

	private final EventLog log;

	private final Membership membership;

	private volatile boolean stale = true;

	private List<Member> known = List.of();

	Assignments(EventLog log, Membership membership) {
		this.log = log;
		this.membership = membership;
	}

	boolean isLive() {
		return this.membership.isLive();
	}

	/**
	 * What is to be handled here has changed.
	 */
	void invalidate() {
		this.stale = true;
	}

	/**
	 * Tell workers what is theirs, if anything has changed.
	 */
	void refresh(List<PartitionWorker> workers) {
		List<Member> members = this.membership.members();
		if (!this.stale && members.equals(this.known)) {
			return;
		}
		this.stale = false;
		this.known = members;
		Map<String, Set<Integer>> own = new HashMap<>();
		for (PartitionWorker worker : workers) {
			PartitionId id = worker.id();
			boolean included = worker.container()
				.settings()
				.assignment()
				.includes(id.partition(), () -> own.computeIfAbsent(id.type() + "/" + id.group(),
						(name) -> share(members, id.type(), id.group())));
			worker.assign(worker.container().isActive() && included);
		}
	}

	/**
	 * Whether an instance is surely no member any more. The members known here are a
	 * second old, so of one that is not among them the store is asked.
	 */
	boolean isGone(String instance) {
		boolean known = this.membership.members().stream().anyMatch((member) -> member.instance().equals(instance));
		return !known && !this.membership.isLive(instance);
	}

	private Set<Integer> share(List<Member> members, String type, String group) {
		String self = this.membership.self();
		Map<String, Integer> seats = Member.seats(members, type, group);
		// a member that has just begun to listen is not known as such yet, not even here
		seats.putIfAbsent(self, Member.NO_SEAT);
		return Assignment.partitionsOf(self, type, group, this.log.settings(type).partitions(), seats);
	}

}
