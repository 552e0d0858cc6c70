package io.tito.listener.container;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.tito.cluster.Membership;
import io.tito.listener.retry.RetryPolicy;
import io.tito.log.EventLog;
import io.tito.log.LogListener;
import io.tito.log.PartitionId;
import io.tito.log.PublishSignal;
import io.tito.transaction.TitoTransactionManager;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * All listeners of an application. Listeners are registered once; between start and stop
 * their events are handled. May be stopped and started again.
 * <p>
 * Stopping waits for running handlers and gives the partitions back, so that another
 * instance goes on at once. Thread-safe.
 */
public final class TitoListenerContainerRegistry implements SmartLifecycle, PublishSignal {

	/** Started after all that listeners may need, stopped before it. */
	public static final int PHASE = Integer.MAX_VALUE - 100;

	private final EventLog log;

	private final Membership membership;

	private final TitoTransactionManager transactions;

	private final ListenerSettings settings;

	private final LogListener metrics;

	private final List<ListenerDefinition> listeners = new ArrayList<>();

	private boolean autoStartup = true;

	private @Nullable Executor executor;

	private volatile @Nullable ListenerRun run;

	public TitoListenerContainerRegistry(EventLog log, Membership membership, TitoTransactionManager transactions,
			ListenerSettings settings, LogListener metrics) {
		this.log = log;
		this.membership = membership;
		this.transactions = transactions;
		this.settings = settings;
		this.metrics = metrics;
	}

	/**
	 * Whether to start with the application.
	 * @param start true unless set
	 */
	public void setAutoStartup(boolean start) {
		this.autoStartup = start;
	}

	/**
	 * The threads of handlers, such as virtual ones; without it, a pool of as many as the
	 * settings' concurrency. The executor is not closed here.
	 * @param handlers runs tasks on other threads
	 */
	public synchronized void setExecutor(Executor handlers) {
		this.executor = handlers;
	}

	/**
	 * Add a listener: its group is registered in the store before this returns, so that
	 * no event published from then on is lost to it.
	 * @param listener the listener
	 * @throws DuplicateListenerException if there is one for the same type and group, or
	 * with the same id
	 */
	public synchronized void register(ListenerDefinition listener) {
		for (ListenerDefinition other : this.listeners) {
			boolean same = other.type().equals(listener.type()) && other.group().equals(listener.group());
			if (same || other.id().equals(listener.id())) {
				throw new DuplicateListenerException(other, listener);
			}
		}
		if (this.listeners.isEmpty()) {
			this.membership.onChange(this::membersChanged);
		}
		this.log.groups().register(listener.type(), listener.group(), listener.start());
		this.membership.listen(listener.type(), listener.group());
		this.listeners.add(listener);
		if (isRunning()) {
			// a listener that comes late, from a bean that was created late
			stop();
			start();
		}
	}

	/**
	 * The listeners.
	 * @return all that are registered
	 */
	public synchronized List<ListenerDefinition> listeners() {
		return List.copyOf(this.listeners);
	}

	/**
	 * The partitions that this instance handles now.
	 * @return the partitions, empty if stopped
	 */
	public List<PartitionId> ownedPartitions() {
		ListenerRun current = this.run;
		return (current != null) ? current.ownedPartitions() : List.of();
	}

	@Override
	public void published(String type, int partition) {
		ListenerRun current = this.run;
		if (current != null) {
			current.published(type, partition);
		}
	}

	@Override
	public synchronized void start() {
		if (this.run != null) {
			return;
		}
		ListenerRun started = new ListenerRun(this.log, this.membership, this.settings, this.executor);
		RetryPolicy policy = new RetryPolicy(this.settings.retry());
		for (ListenerDefinition listener : this.listeners) {
			EventRunner runner = new EventRunner(listener, policy, this.metrics);
			started.add(listener, () -> delivery(listener, runner, started));
		}
		started.start();
		this.run = started;
	}

	@Override
	public void stop() {
		ListenerRun stopping = ending();
		if (stopping != null) {
			stopping.stop();
			stopping.awaitEnd();
		}
	}

	@Override
	public void stop(Runnable callback) {
		ListenerRun stopping = ending();
		if (stopping == null) {
			callback.run();
			return;
		}
		stopping.onEnd(callback);
		stopping.stop();
	}

	@Override
	public boolean isRunning() {
		return this.run != null;
	}

	@Override
	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private void membersChanged() {
		ListenerRun current = this.run;
		if (current != null) {
			current.wake();
		}
	}

	private synchronized @Nullable ListenerRun ending() {
		ListenerRun stopping = this.run;
		this.run = null;
		return stopping;
	}

	private Delivery delivery(ListenerDefinition listener, EventRunner runner, ListenerRun started) {
		if (listener.transactional()) {
			TransactionalBatch batches = new TransactionalBatch(this.transactions, runner, started::isStopping);
			return new TransactionalDelivery(batches, runner, this.settings.batch());
		}
		return new AtLeastOnceDelivery(runner, started.parallel(), started::isStopping, this.settings.batch());
	}

}
