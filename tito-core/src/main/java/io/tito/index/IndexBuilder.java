package io.tito.index;

import java.util.List;

import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the stored indexes of one entity to what the running instances declare, in steps
 * that are each one bounded transaction: puts a new set of definitions in force once all
 * know it, fills what is new, removes what is gone. All progress is stored, so another
 * instance goes on where this one stopped; two at once only hinder each other.
 * <p>
 * Between a change of the definitions in force and the work that relies on it lies a
 * lease of {@link IndexSettings}. Not thread-safe.
 */
public final class IndexBuilder {

	private static final Logger logger = LoggerFactory.getLogger(IndexBuilder.class);

	private static final int COUNTED = 10_000;

	private static final int DROPPED = 1000;

	private final TitoClient client;

	private final String entity;

	private final EntityKeys keys;

	private final IndexCatalog catalog;

	private final IndexMembers members;

	private final IndexFill fill;

	private List<String> waitingFor = List.of();

	private volatile List<IndexStatus> seen = List.of();

	public IndexBuilder(TitoClient client, String entity, EntityKeys keys, IndexCatalog catalog, IndexedRows rows,
			IndexMembers members) {
		this.client = client;
		this.entity = entity;
		this.keys = keys;
		this.catalog = catalog;
		this.members = members;
		this.fill = new IndexFill(entity, keys, rows);
	}

	/**
	 * The name of the entity.
	 * @return the name
	 */
	public String entity() {
		return this.entity;
	}

	/**
	 * How far the indexes were when this builder last looked. May be called by any
	 * thread.
	 * @return a status for each, none if it has not looked yet
	 */
	public List<IndexStatus> seen() {
		return this.seen;
	}

	/**
	 * How a step ended.
	 */
	public enum Step {

		/** Everything is as declared. */
		DONE,

		/** There is more to do at once. */
		MORE,

		/** Something has to change elsewhere, or time to pass; try again later. */
		WAITING

	}

	/**
	 * Make one step.
	 * @return how it ended
	 */
	public Step runOnce() {
		Snapshot snapshot = this.client.snapshot();
		IndexSchema schema = this.catalog.read(snapshot);
		if (schema == null) {
			this.catalog.create();
			return Step.MORE;
		}
		this.seen = schema.states().stream().map(IndexState::status).toList();
		if (!schema.current().equals(this.catalog.version())) {
			return adopt();
		}
		Step step = Step.DONE;
		for (IndexState state : schema.states()) {
			if (state.phase() != IndexPhase.READY) {
				if (isSettled(state, snapshot.timestamp())) {
					return advance(state);
				}
				step = Step.WAITING;
			}
		}
		return step;
	}

	private boolean isSettled(IndexState state, Timestamp now) {
		return now.isAfter(state.since().plus(this.catalog.settings().settled()));
	}

	private Step adopt() {
		List<String> ignorant = this.members.without(this.catalog.announcement());
		if (!ignorant.isEmpty()) {
			if (!ignorant.equals(this.waitingFor)) {
				logger.info("The indexes of '{}' change once these instances have stopped or know of it: {}",
						this.entity, ignorant);
			}
			this.waitingFor = List.copyOf(ignorant);
			return Step.WAITING;
		}
		Transaction transaction = this.client.begin();
		IndexSchema schema = this.catalog.read(transaction);
		if (schema == null || schema.current().equals(this.catalog.version())) {
			transaction.rollback();
			return Step.MORE;
		}
		IndexSchema next = schema.adopt(this.catalog.version(), this.catalog.declarations(), transaction.timestamp());
		if (commit(transaction, next)) {
			logger.info("New indexes of '{}' are in force: {}", this.entity,
					next.states().stream().map(IndexState::status).toList());
		}
		this.catalog.forget();
		return Step.MORE;
	}

	private Step advance(IndexState state) {
		Transaction transaction = this.client.begin();
		IndexSchema schema = this.catalog.read(transaction);
		IndexState current = (schema != null) ? schema.state(state.storedName()) : null;
		if (schema == null || current == null || current.phase() != state.phase()) {
			transaction.rollback();
			return Step.MORE;
		}
		if (current.phase() == IndexPhase.DROPPING) {
			return drop(transaction, schema, current);
		}
		return (current.total() == 0) ? count(transaction, schema, current) : fill(transaction, schema, current);
	}

	private Step count(Transaction transaction, IndexSchema schema, IndexState state) {
		Key from = this.keys.rows();
		long rows = 0;
		List<Entry> counted;
		do {
			counted = transaction.scan(new Scan(from, this.keys.rows().prefixEnd(), COUNTED, false, true));
			rows += counted.size();
			from = counted.isEmpty() ? from : counted.get(counted.size() - 1).key().next();
		}
		while (counted.size() == COUNTED);
		long total = rows;
		logger.info("Building the index '{}' of '{}' over about {} rows", state.declaration().name(), this.entity,
				total);
		IndexSchema next = (total == 0)
				? schema.with(state.storedName(), (one) -> one.enter(IndexPhase.READY, transaction.timestamp()))
				: schema.with(state.storedName(), (one) -> one.counted(total));
		commit(transaction, next);
		return Step.MORE;
	}

	private Step fill(Transaction transaction, IndexSchema schema, IndexState state) {
		IndexEntries index = own(state);
		if (index == null) {
			transaction.rollback();
			return Step.WAITING;
		}
		try {
			IndexFill.Filled filled = this.fill.fill(transaction, index, state.place());
			IndexSchema next = schema.with(state.storedName(), (one) -> filled.last()
					? one.enter(IndexPhase.READY, transaction.timestamp()) : one.filled(filled.place(), filled.rows()));
			this.fill.committed(commit(transaction, next));
			report(next, state);
			return Step.MORE;
		}
		catch (UnfillableException ex) {
			transaction.rollback();
			return block(state, String.valueOf(ex.getMessage()));
		}
	}

	private @Nullable IndexEntries own(IndexState state) {
		return this.catalog.own()
			.stream()
			.filter((index) -> index.index().storedName().equals(state.storedName()))
			.findFirst()
			.orElse(null);
	}

	private void report(IndexSchema schema, IndexState before) {
		IndexState now = schema.state(before.storedName());
		if (now != null && now.phase() == IndexPhase.READY) {
			this.catalog.forget();
			logger.info("The index '{}' of '{}' is ready", now.declaration().name(), this.entity);
		}
		else if (now != null && now.total() > 0 && 10 * now.done() / now.total() > 10 * before.done() / now.total()) {
			logger.info("The index '{}' of '{}': {} of about {} rows are done", now.declaration().name(), this.entity,
					now.done(), now.total());
		}
	}

	private Step block(IndexState state, String problem) {
		if (problem.equals(state.problem())) {
			return Step.WAITING;
		}
		logger.warn("The index '{}' of '{}' cannot be built further: {}", state.declaration().name(), this.entity,
				problem);
		Transaction transaction = this.client.begin();
		IndexSchema schema = this.catalog.read(transaction);
		if (schema != null) {
			commit(transaction, schema.with(state.storedName(), (one) -> one.blocked(problem)));
		}
		return Step.WAITING;
	}

	private Step drop(Transaction transaction, IndexSchema schema, IndexState state) {
		Key prefix = this.keys.entries(state.storedName(), state.declaration().unique());
		List<Entry> entries = transaction.scan(Scan.prefix(prefix).limit(DROPPED).withoutValues());
		entries.forEach((entry) -> transaction.delete(entry.key()));
		boolean last = entries.size() < DROPPED;
		if (commit(transaction, last ? schema.without(state.storedName()) : schema) && last) {
			this.catalog.forget();
			logger.info("The index '{}' of '{}' is gone", state.declaration().name(), this.entity);
		}
		return Step.MORE;
	}

	private boolean commit(Transaction transaction, IndexSchema schema) {
		transaction.commitBefore(transaction.timestamp().plus(this.catalog.settings().refresh()));
		transaction.put(this.keys.states(), schema.encode());
		CommitOutcome outcome = transaction.commit();
		if (outcome instanceof CommitOutcome.Committed) {
			return true;
		}
		logger.debug("A step of building the indexes of '{}' ended as {}", this.entity, outcome);
		return false;
	}

	/**
	 * Make steps until there is nothing to do or something to wait for.
	 * @return how the last one ended
	 */
	public Step run() {
		Step step = Step.MORE;
		while (step == Step.MORE) {
			step = runOnce();
		}
		return step;
	}

}
