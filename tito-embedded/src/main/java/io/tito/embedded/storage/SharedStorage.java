package io.tito.embedded.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets readers share a storage and each writer have it alone, until it is closed.
 * Thread-safe.
 */
public final class SharedStorage implements Durability, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SharedStorage.class);

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private final Storage storage;

	private final ThreadLocal<Gathered> gathered = new ThreadLocal<>();

	/** Said once: from then on nothing can be handed over. */
	private final AtomicBoolean failed = new AtomicBoolean();

	private boolean closed;

	public SharedStorage(Storage storage) {
		this.storage = storage;
	}

	/**
	 * Read.
	 * @param <R> the type of the result
	 * @param work what to do, beside other readers
	 * @return its result
	 * @throws IllegalStateException if the storage is closed
	 */
	public <R> R read(Function<Storage, R> work) {
		this.lock.readLock().lock();
		try {
			checkOpen();
			R result = work.apply(this.storage);
			this.storage.handOver();
			return result;
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Write.
	 * @param <R> the type of the result
	 * @param work what to do, alone
	 * @return its result
	 * @throws IllegalStateException if the storage is closed
	 */
	public <R> R write(Function<Storage, R> work) {
		this.lock.writeLock().lock();
		try {
			checkOpen();
			return work.apply(this.storage);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	// a late request must not reach a storage that is gone
	private void checkOpen() {
		if (this.closed) {
			throw new IllegalStateException("The embedded server is closed");
		}
	}

	@Override
	public void whenDurable(Runnable next) {
		Gathered together = this.gathered.get();
		if (together != null) {
			together.durable().add(next);
		}
		else {
			this.storage.whenDurable(next);
		}
	}

	@Override
	public void whenHandedOver(Runnable next) {
		Gathered together = this.gathered.get();
		if (together != null) {
			together.handedOver().add(next);
		}
		else if (handOver()) {
			next.run();
		}
	}

	// as with the disk: nobody is answered when it fails
	private boolean handOver() {
		try {
			this.storage.handOver();
			return true;
		}
		catch (RuntimeException ex) {
			if (this.failed.compareAndSet(false, true)) {
				logger.error("What was written could not be handed to the operating system: nothing is answered "
						+ "any more; free the disk and start the server again", ex);
			}
			return false;
		}
	}

	@Override
	public boolean together(Runnable work, Runnable afterwards) {
		if (!isDurable()) {
			work.run();
			return false;
		}
		Gathered together = new Gathered(new ArrayList<>(), new ArrayList<>());
		this.gathered.set(together);
		try {
			work.run();
		}
		finally {
			this.gathered.remove();
			await(together, afterwards);
		}
		return !together.durable().isEmpty();
	}

	private void await(Gathered together, Runnable afterwards) {
		if (!together.durable().isEmpty()) {
			this.storage.whenDurable(() -> {
				together.durable().forEach(SharedStorage::runOne);
				afterwards.run();
			});
		}
		if (!together.handedOver().isEmpty() && handOver()) {
			together.handedOver().forEach(SharedStorage::runOne);
		}
	}

	private static void runOne(Runnable next) {
		try {
			next.run();
		}
		catch (RuntimeException ex) {
			logger.debug("A request could not be answered", ex);
		}
	}

	public boolean isDurable() {
		return this.storage.isDurable();
	}

	public ClusterState clusterState() {
		return this.storage.clusterState();
	}

	/**
	 * Wait for those who work, take no more, and close the storage.
	 */
	@Override
	public void close() {
		this.lock.writeLock().lock();
		try {
			this.closed = true;
		}
		finally {
			this.lock.writeLock().unlock();
		}
		this.storage.close();
	}

	/**
	 * What several commands of a thread wait for.
	 *
	 * @param durable what to run once everything is on the disk
	 * @param handedOver what to run once the operating system has it
	 */
	private record Gathered(List<Runnable> durable, List<Runnable> handedOver) {
	}

}
