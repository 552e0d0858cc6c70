package io.tito.client.internal.txn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tito.client.CommitHook;
import io.tito.client.Savepoint;

/**
 * Takes back what was added to a transaction, other than writes. What was attached later
 * is dropped; what was there goes back to its state of then.
 */
final class Rewind implements Runnable {

	private final List<CommitHook> hooks;

	private final List<Runnable> afterCommit;

	private final Map<Class<?>, Object> attachments;

	private final int hookCount;

	private final int afterCommitCount;

	private final Map<Class<?>, Object> attached;

	private final List<Runnable> marks;

	Rewind(List<CommitHook> hooks, List<Runnable> afterCommit, Map<Class<?>, Object> attachments, Runnable bounds) {
		this.hooks = hooks;
		this.afterCommit = afterCommit;
		this.attachments = attachments;
		this.hookCount = hooks.size();
		this.afterCommitCount = afterCommit.size();
		this.attached = new HashMap<>(attachments);
		this.marks = new ArrayList<>();
		this.marks.add(bounds);
		attachments.values().forEach((value) -> {
			if (value instanceof Savepoint.Rewindable rewindable) {
				this.marks.add(rewindable.mark());
			}
		});
	}

	@Override
	public void run() {
		this.hooks.subList(this.hookCount, this.hooks.size()).clear();
		this.afterCommit.subList(this.afterCommitCount, this.afterCommit.size()).clear();
		this.attachments.clear();
		this.attachments.putAll(this.attached);
		this.marks.forEach(Runnable::run);
	}

}
