package io.tito.listener.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.tito.client.CommitOutcome;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.listener.schedule.Happening.Kind;
import io.tito.log.EventId;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events of several lanes, at once and for later, takes some of the latter
 * back, rolls some transactions back, and writes down what it was told of each. Used by
 * one thread.
 */
final class Publisher {

	private static final int DELAY_MILLIS = 400;

	private final Node node;

	private final String name;

	private final Random random;

	private final int lanes;

	private final History history;

	private final Consumer<Transaction> committing;

	private final List<Scheduled> scheduled = new ArrayList<>();

	private int number;

	/**
	 * Create a publisher.
	 * @param name its name, its own among all of a schedule
	 * @param committing is told of each transaction that it will commit
	 */
	Publisher(Node node, String name, Random random, int lanes, History history, Consumer<Transaction> committing) {
		this.node = node;
		this.name = name;
		this.random = random;
		this.lanes = lanes;
		this.history = history;
		this.committing = committing;
	}

	private record Scheduled(EventId id, String event) {

	}

	/**
	 * Run one transaction.
	 */
	void publish() {
		int kind = this.random.nextInt(10);
		if (kind == 0) {
			publishLater();
		}
		else if (kind == 1 && !this.scheduled.isEmpty()) {
			cancel(this.scheduled.remove(this.random.nextInt(this.scheduled.size())));
		}
		else {
			String lane = Integer.toString(this.random.nextInt(this.lanes));
			run(names(lane, 1 + this.random.nextInt(3)), null, this.random.nextInt(8) == 0);
		}
	}

	/**
	 * Publish an event that no handler survives, with others behind it in its lane.
	 */
	void publishKiller() {
		run(names(Names.KILLER, 1), null, false);
	}

	private void publishLater() {
		String lane = Names.SCHEDULED + this.random.nextInt(this.lanes);
		try {
			Instant now = this.node.client.timestamp().instant();
			run(names(lane, 1), now.plusMillis(this.random.nextInt(DELAY_MILLIS)), false);
		}
		catch (TitoClientException ex) {
			// nothing has begun
		}
	}

	private List<String> names(String lane, int count) {
		int transaction = this.number++;
		return IntStream.range(0, count).mapToObj((i) -> Names.of(lane, this.name, transaction, i)).toList();
	}

	private void run(List<String> events, @Nullable Instant due, boolean rollBack) {
		events.forEach((event) -> this.history.add(Kind.BEGUN, event));
		try {
			Transaction transaction = this.node.client.begin();
			List<Scheduled> ids = events.stream()
				.map((event) -> new Scheduled(this.node.append(transaction, event, due), event))
				.toList();
			if (rollBack) {
				transaction.rollback();
				events.forEach((event) -> this.history.add(Kind.ROLLED_BACK, event));
				return;
			}
			CommitOutcome outcome = commit(transaction);
			if (outcome instanceof CommitOutcome.Committed) {
				events.forEach((event) -> this.history.add(Kind.COMMITTED, event));
				this.scheduled.addAll((due != null) ? ids : List.of());
			}
			else if (!(outcome instanceof CommitOutcome.Unknown)) {
				events.forEach((event) -> this.history.add(Kind.ROLLED_BACK, event));
			}
		}
		catch (TitoClientException ex) {
			// what became of it is not known: the history says no more
		}
	}

	private void cancel(Scheduled later) {
		try {
			Transaction transaction = this.node.client.begin();
			if (this.node.writer.cancel(transaction, later.id())) {
				transaction.delete(Aftermath.published(this.node.namespace, later.event()));
				if (commit(transaction) instanceof CommitOutcome.Committed) {
					this.history.add(Kind.CANCELLED, later.event());
				}
			}
			else {
				transaction.rollback();
			}
		}
		catch (TitoClientException ex) {
			// what became of it is not known: the history says no more
		}
	}

	private CommitOutcome commit(Transaction transaction) {
		this.committing.accept(transaction);
		CommitOutcome outcome = transaction.commit();
		return (outcome instanceof CommitOutcome.Unknown unknown) ? this.node.client.probe(unknown) : outcome;
	}

}
