package io.tito.listener.container;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;

import io.micrometer.observation.ObservationRegistry;
import io.tito.cluster.Membership;
import io.tito.listener.observation.ListenerObservations;
import io.tito.log.EventLog;
import io.tito.log.LogListener;
import io.tito.log.PartitionId;
import io.tito.log.write.PublishSignal;
import io.tito.transaction.TitoTransactionManager;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * All listeners of an application. Listeners are registered once; between start and stop
 * their events are handled. May be stopped and started again, as a whole or a listener at
 * a time.
 * <p>
 * Stopping waits for running handlers and gives the partitions back, so that another
 * instance goes on at once. Thread-safe.
 */
public final class TitoListenerContainerRegistry implements SmartLifecycle, PublishSignal, DisposableBean {

	/** Started after all that listeners may need, stopped before it. */
	public static final int PHASE = Integer.MAX_VALUE - 100;

	private final EventLog log;

	private final Membership membership;

	private final TitoTransactionManager transactions;

	private final ListenerSettingsSource settings;

	private final LogListener metrics;

	private final Map<String, ListenerContainer> containers = new ConcurrentSkipListMap<>();

	private boolean autoStartup = true;

	private @Nullable Executor executor;

	private ListenerObservations observations = new ListenerObservations(ObservationRegistry.NOOP);

	private volatile @Nullable ListenerRun run;

	private volatile @Nullable ListenerRun last;

	private volatile @Nullable Stepping stepping;

	public TitoListenerContainerRegistry(EventLog log, Membership membership, TitoTransactionManager transactions,
			ListenerSettingsSource settings, LogListener metrics) {
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
	 * The threads of handlers, such as virtual ones; without it, as many as are needed up
	 * to each listener's concurrency. The executor is not closed here.
	 * @param handlers runs tasks on other threads, without limit: a listener never uses
	 * more at once than its concurrency
	 */
	public synchronized void setExecutor(Executor handlers) {
		this.executor = handlers;
	}

	/**
	 * Observe calls of listeners, from the next start on.
	 * @param observed starts observations
	 */
	public synchronized void setObservations(ListenerObservations observed) {
		this.observations = observed;
	}

	/**
	 * Add a listener: its group is registered in the store before this returns, so that
	 * no event published from then on is lost to it.
	 * @param listener the listener
	 * @throws DuplicateListenerException if there is one for the same type and group, or
	 * with the same id
	 * @throws InvalidListenerException if it names partitions that its type does not have
	 */
	public synchronized void register(ListenerDefinition listener) {
		for (ListenerContainer container : this.containers.values()) {
			if (container.listener().clashesWith(listener)) {
				throw new DuplicateListenerException(container.listener(), listener);
			}
		}
		ListenerContainer container = new ListenerContainer(listener, this.settings.settings(listener));
		container.checkPartitions(this.log.settings(listener.type()).partitions());
		if (this.containers.isEmpty()) {
			this.membership.onChange(this::membersChanged);
		}
		this.log.groups().register(listener.type(), listener.group(), listener.start());
		this.membership.listen(listener.type(), listener.group());
		this.containers.put(listener.id(), container);
		endSteps(true);
		if (isRunning()) {
			// a listener that comes late, from a bean that was created late
			end();
			container.start(container.settings().autoStartup());
			begin();
		}
	}

	/**
	 * The listeners, in the order of their ids.
	 * @return all that are registered
	 */
	public List<ListenerDefinition> listeners() {
		return this.containers.values().stream().map(ListenerContainer::listener).toList();
	}

	/**
	 * How a listener is run.
	 * @param id its id
	 * @return its settings
	 * @throws UnknownListenerException if there is none with this id
	 */
	public ListenerSettings settings(String id) {
		return container(id).settings();
	}

	/**
	 * The partitions that this instance handles now.
	 * @return the partitions, empty if stopped
	 */
	public List<PartitionId> ownedPartitions() {
		Stepping steps = this.stepping;
		ListenerRun current = (steps != null) ? steps.run() : this.run;
		return (current != null) ? current.ownedPartitions() : List.of();
	}

	@Override
	public void published(String type, int partition) {
		ListenerRun current = this.run;
		if (current != null) {
			current.published(type, partition);
		}
	}

	/**
	 * Run the listeners step by step until the steps are closed, which starting, stopping
	 * and adding listeners does, too. Listeners that ran by themselves go on then.
	 * @return the steps
	 * @throws IllegalStateException if there are steps already
	 */
	public synchronized ListenerSteps stepwise() {
		if (this.stepping != null) {
			throw new IllegalStateException("The listeners are run step by step already: close those steps first");
		}
		boolean resume = this.run != null;
		end();
		if (!resume) {
			this.containers.values().forEach((container) -> container.start(container.settings().autoStartup()));
		}
		ListenerRun made = newRun();
		ListenerSteps steps = made.steps(this::stepsClosed);
		this.stepping = new Stepping(made, steps, resume);
		return steps;
	}

	@Override
	public synchronized void start() {
		endSteps(false);
		if (this.run != null) {
			return;
		}
		this.containers.values().forEach((container) -> container.start(container.settings().autoStartup()));
		begin();
	}

	/**
	 * Start one listener, whether or not the others run.
	 * @param id its id
	 * @throws UnknownListenerException if there is none with this id
	 */
	public synchronized void start(String id) {
		ListenerContainer container = container(id);
		changed(container, container.start(true));
		if (this.run == null && this.stepping == null) {
			begin();
		}
	}

	/**
	 * Stop one listener on this instance: wait for its running handlers, and offer its
	 * partitions to other instances. The others go on.
	 * @param id its id
	 * @throws UnknownListenerException if there is none with this id
	 * @throws InterruptedException if the caller is interrupted while it waits
	 */
	public void stop(String id) throws InterruptedException {
		ListenerContainer container = container(id);
		synchronized (this) {
			changed(container, container.start(false));
		}
		container.awaitEnd();
	}

	/**
	 * Pause one listener on this instance, without waiting: handlers that run end, and
	 * its partitions are offered to other instances. It stays paused when the application
	 * stops and starts its listeners.
	 * @param id its id
	 * @throws UnknownListenerException if there is none with this id
	 */
	public synchronized void pause(String id) {
		ListenerContainer container = container(id);
		changed(container, container.pause(true));
	}

	/**
	 * Go on with a listener that was paused.
	 * @param id its id
	 * @throws UnknownListenerException if there is none with this id
	 */
	public synchronized void resume(String id) {
		ListenerContainer container = container(id);
		changed(container, container.pause(false));
	}

	/**
	 * Whether a listener was started and is not paused.
	 * @param id its id
	 * @return whether its events are handled here
	 * @throws UnknownListenerException if there is none with this id
	 */
	public boolean isRunning(String id) {
		return isRunning() && container(id).isActive();
	}

	/**
	 * Whether a listener is paused.
	 * @param id its id
	 * @return whether somebody has paused it
	 * @throws UnknownListenerException if there is none with this id
	 */
	public boolean isPaused(String id) {
		return container(id).isPaused();
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

	/**
	 * The application ends: handlers that did not end in time are interrupted.
	 */
	@Override
	public void destroy() {
		endSteps(false);
		ListenerRun current = this.last;
		if (current != null) {
			current.stop();
			current.abort();
		}
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

	private ListenerRun newRun() {
		ListenerRun.Services services = new ListenerRun.Services(this.log, this.membership, this.transactions,
				this.observations, this.metrics);
		ListenerRun made = new ListenerRun(services, this.executor);
		this.containers.values().forEach((container) -> {
			container.tellOthers(this.membership);
			made.add(container);
		});
		return made;
	}

	private void begin() {
		ListenerRun started = newRun();
		started.start();
		this.last = started;
		this.run = started;
	}

	private void end() {
		ListenerRun current = this.run;
		this.run = null;
		if (current != null) {
			current.stop();
			current.awaitEnd();
		}
	}

	private void changed(ListenerContainer container, boolean changed) {
		if (!changed) {
			return;
		}
		container.tellOthers(this.membership);
		Stepping steps = this.stepping;
		if (steps != null) {
			steps.run().changed();
		}
		ListenerRun current = this.run;
		if (current != null) {
			current.changed();
		}
		else {
			container.ended();
		}
	}

	private ListenerContainer container(String id) {
		ListenerContainer container = this.containers.get(id);
		if (container == null) {
			throw new UnknownListenerException(id, this.containers.keySet());
		}
		return container;
	}

	private void membersChanged() {
		ListenerRun current = this.run;
		if (current != null) {
			current.wake();
		}
	}

	private void endSteps(boolean resume) {
		Stepping steps = this.stepping;
		if (steps != null) {
			this.stepping = resume ? steps : steps.withoutResuming();
			steps.steps().close();
		}
	}

	private synchronized void stepsClosed() {
		Stepping ended = this.stepping;
		this.stepping = null;
		if (ended != null && ended.resume()) {
			begin();
		}
	}

	private synchronized @Nullable ListenerRun ending() {
		endSteps(false);
		ListenerRun stopping = this.run;
		this.run = null;
		return stopping;
	}

}
