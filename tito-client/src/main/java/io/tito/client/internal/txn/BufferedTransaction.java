package io.tito.client.internal.txn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.tito.client.CommitBound;
import io.tito.client.CommitHook;
import io.tito.client.CommitOutcome;
import io.tito.client.DeadlockException;
import io.tito.client.Entry;
import io.tito.client.Savepoint;
import io.tito.client.Scan;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pending;
import io.tito.client.internal.txn.commit.Bounds;
import io.tito.client.internal.txn.commit.CommitPlan;
import io.tito.client.internal.txn.commit.Write;
import io.tito.client.internal.txn.commit.WriteBuffer;
import io.tito.client.internal.txn.hold.HeldLocks;
import io.tito.client.internal.txn.lock.ReadView;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction whose writes are kept in memory until it commits, and that takes no locks
 * before unless it is asked to. Not thread-safe.
 */
final class BufferedTransaction implements Transaction {

	private static final Logger logger = LoggerFactory.getLogger(BufferedTransaction.class);

	private final TransactionServices services;

	private final TransactionOptions options;

	private final Budget budget;

	private final WriteBuffer buffer = new WriteBuffer();

	private final List<CommitHook> hooks = new ArrayList<>();

	private final Bounds bounds = new Bounds();

	private final List<Runnable> afterCommit = new ArrayList<>();

	private final Map<Class<?>, Object> attachments = new HashMap<>();

	private @Nullable Pending<Timestamp> requestedStart;

	private @Nullable ReadView view;

	private @Nullable HeldLocks held;

	private boolean read;

	private boolean anchored;

	private boolean started;

	private boolean ended;

	BufferedTransaction(TransactionServices services, TransactionOptions options) {
		this.services = services;
		this.options = options;
		this.budget = services.limits().lasting(options.timeout());
		// asked for now, so that what was committed before this is seen; awaited when
		// needed
		this.requestedStart = (options.start() == null && !options.late()) ? services.oracle().request() : null;
	}

	@Override
	public Timestamp timestamp() {
		ensureActive();
		this.read = true;
		return within((budget) -> view().at());
	}

	private ReadView view() {
		ReadView current = this.view;
		if (current == null) {
			current = new ReadView(start());
			this.view = current;
		}
		return current;
	}

	private Timestamp start() {
		Timestamp given = this.options.start();
		if (given != null) {
			return given;
		}
		Pending<Timestamp> requested = this.requestedStart;
		return (requested != null) ? this.services.oracle().await(requested, this.budget)
				: this.services.oracle().fresh(this.budget);
	}

	@Override
	public byte @Nullable [] get(Key key) {
		ensureActive();
		Write own = this.buffer.get(key);
		if (own == null || own.kind() == Write.Kind.LOCK) {
			HeldLocks locks = this.held;
			if (locks != null && locks.holds(key)) {
				return locks.value(key);
			}
			this.read = true;
			this.budget.resume();
			try {
				return this.services.points().get(key, view(), this.budget);
			}
			finally {
				this.budget.suspend();
			}
		}
		return OwnWrites.value(own);
	}

	@Override
	public Map<Key, byte[]> getAll(Collection<Key> keys) {
		ensureActive();
		HeldLocks locks = this.held;
		List<Key> elsewhere = keys.stream()
			.filter((key) -> OwnWrites.silent(this.buffer.get(key)) && (locks == null || !locks.holds(key)))
			.toList();
		this.read |= !elsewhere.isEmpty();
		Map<Key, byte[]> found = elsewhere.isEmpty() ? Map.of()
				: within((budget) -> this.services.points().getAll(elsewhere, view(), budget));
		Map<Key, byte[]> merged = new LinkedHashMap<>();
		for (Key key : keys) {
			Write own = this.buffer.get(key);
			byte[] value = (own == null || OwnWrites.silent(own)) ? found.get(key) : OwnWrites.value(own);
			if (value == null && locks != null && OwnWrites.silent(own)) {
				value = locks.value(key);
			}
			if (value != null) {
				merged.put(key, value);
			}
		}
		return merged;
	}

	@Override
	public List<Entry> scan(Scan scan) {
		ensureActive();
		if (scan.isEmpty()) {
			return List.of();
		}
		this.read = true;
		return within((budget) -> OwnWrites.merge(scan, this.buffer.range(scan.from(), scan.to()),
				(stored) -> this.services.ranges().scan(stored, view(), budget)));
	}

	private <T> T within(Function<Budget, T> operation) {
		this.budget.resume();
		try {
			return operation.apply(this.budget);
		}
		finally {
			this.budget.suspend();
		}
	}

	@Override
	public void put(Key key, byte[] value) {
		ensureActive();
		this.buffer.put(key, value);
	}

	@Override
	public void insert(Key key, byte[] value) {
		ensureActive();
		this.buffer.insert(key, value);
	}

	@Override
	public void delete(Key key) {
		ensureActive();
		this.buffer.delete(key);
	}

	@Override
	public void lock(Key key) {
		ensureActive();
		if (this.options.pessimistic()) {
			within((budget) -> Optional.ofNullable(acquire(key, budget)));
		}
		else if (this.view == null && this.options.start() == null) {
			// what is locked is to stay as it is from now on
			this.anchored = true;
			this.requestedStart = (this.requestedStart != null) ? this.requestedStart
					: this.services.oracle().request();
		}
		this.buffer.lock(key);
	}

	@Override
	public byte @Nullable [] getForUpdate(Key key) {
		ensureActive();
		WriteBuffer.check(key);
		byte[] stored = within((budget) -> Optional.ofNullable(acquire(key, budget))).orElse(null);
		Write own = this.buffer.get(key);
		return (own == null || OwnWrites.silent(own)) ? stored : OwnWrites.value(own);
	}

	private byte @Nullable [] acquire(Key key, Budget paying) {
		HeldLocks locks = this.held;
		if (!OwnWrites.silent(this.buffer.get(key)) && (locks == null || !locks.holds(key))) {
			// written from what the snapshot showed: a lock on a newer version would let
			// the commit overwrite that one instead of conflicting with it
			return null;
		}
		try {
			byte[] value = holdLocks().acquire(key, paying);
			this.buffer.lock(key);
			return value;
		}
		catch (DeadlockException ex) {
			rollback();
			throw ex;
		}
	}

	private HeldLocks holdLocks() {
		HeldLocks current = this.held;
		if (current == null) {
			useStart();
			current = new HeldLocks(this.services.holds(), view().at(), this.options.lockWait());
			this.held = current;
		}
		return current;
	}

	/**
	 * From here on the store knows this transaction by its start.
	 */
	private void useStart() {
		Timestamp given = this.options.start();
		if (given != null && !this.started) {
			this.services.starts().use(given);
			this.started = true;
		}
	}

	@Override
	public void onCommit(CommitHook hook) {
		ensureActive();
		this.hooks.add(hook);
	}

	@Override
	public void bound(CommitBound bound) {
		ensureActive();
		this.bounds.add(bound);
	}

	@Override
	public void commitBefore(Timestamp end) {
		ensureActive();
		this.bounds.before(end);
	}

	@Override
	public void afterCommit(Runnable action) {
		ensureActive();
		this.afterCommit.add(action);
	}

	@Override
	public <T> T attachment(Class<T> type, Supplier<T> factory) {
		ensureActive();
		return type.cast(this.attachments.computeIfAbsent(type, (any) -> factory.get()));
	}

	@Override
	public Savepoint savepoint() {
		ensureActive();
		int writes = this.buffer.mark();
		Rewind lists = new Rewind(this.hooks, this.afterCommit, this.attachments, this.bounds.mark());
		return () -> {
			ensureActive();
			this.buffer.rollback(writes);
			lists.run();
			if (this.held != null) {
				// they stay locked, and only what is written is unlocked by the commit
				this.held.keys().forEach(this.buffer::lock);
			}
		};
	}

	@Override
	public @Nullable Key findTaken() {
		ensureActive();
		Key duplicate = this.buffer.duplicate();
		List<Key> absences = this.buffer.absences();
		if (duplicate != null || absences.isEmpty()) {
			return duplicate;
		}
		this.read = true;
		Map<Key, byte[]> found = within((budget) -> this.services.points().getAll(absences, view(), budget));
		return absences.stream().filter(found::containsKey).findFirst().orElse(null);
	}

	@Override
	public CommitOutcome commit() {
		ensureActive();
		this.ended = true;
		long from = System.nanoTime();
		CommitOutcome outcome = within(this::commit);
		this.services.limits()
			.listener()
			.committed(outcome, this.budget.trips(), Duration.ofNanos(System.nanoTime() - from));
		if (outcome instanceof CommitOutcome.Committed) {
			this.afterCommit.forEach(BufferedTransaction::runAfterCommit);
		}
		return outcome;
	}

	private CommitOutcome commit(Budget paying) {
		if (!this.buffer.isEmpty() || !this.hooks.isEmpty()) {
			useStart();
		}
		HeldLocks locks = this.options.pessimistic() ? holdLocks() : this.held;
		CommitPlan plan = new CommitPlan(null, this.buffer, this.hooks, this.bounds, this.options, locks, !this.read);
		boolean begun = this.view != null || this.anchored || this.options.start() != null;
		if (begun || (!plan.needsBase() && this.requestedStart != null)) {
			plan = plan.startingAt(view().at());
		}
		return this.services.committer().commit(plan, paying);
	}

	private static void runAfterCommit(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			logger.warn("The transaction is committed, but an action after its commit failed", ex);
		}
	}

	@Override
	public void rollback() {
		HeldLocks locks = this.held;
		if (!this.ended && locks != null) {
			locks.release();
		}
		this.ended = true;
	}

	private void ensureActive() {
		this.services.limits().lifecycle().ensureOpen();
		if (this.ended) {
			throw new IllegalStateException("The transaction has ended; begin a new one");
		}
	}

}
