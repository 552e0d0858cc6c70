package io.tito.transaction;

import java.time.Duration;
import java.util.function.Function;

import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.InvalidIsolationLevelException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring transactions over TiKV.
 * <p>
 * A transaction reads everything at one snapshot, keeps its writes in memory and sends
 * them at commit, so a conflict with another transaction or a used unique value may show
 * only there: {@link WriteConflictException}, {@link TransactionAbortedException} and
 * {@link DuplicateEntryException} mean that nothing was written. Only
 * {@link CommitOutcomeUnknownException} leaves it open.
 * <p>
 * The snapshot is taken by the first read or lock, not before; what only writes takes
 * none, and conflicts with nothing that was committed before its own commit began.
 * Isolation is snapshot isolation, asked for as {@code DEFAULT} or
 * {@code REPEATABLE_READ}. A timeout covers the whole transaction, its commit included. A
 * transaction of its own ({@code REQUIRES_NEW}) has its own snapshot; the outer one does
 * not see what it commits once it has read or locked anything. A nested one
 * ({@code NESTED}) is a savepoint: its rollback takes back the rows, index entries and
 * events that were written in it, and leaves the rest. Thread-safe.
 */
public final class TitoTransactionManager extends AbstractPlatformTransactionManager
		implements ResourceTransactionManager, TransactionAccess {

	private static final long serialVersionUID = 1L;

	private final transient TitoClient client;

	private transient TransactionOptions options = TransactionOptions.defaults();

	public TitoTransactionManager(TitoClient client) {
		this.client = client;
		setNestedTransactionAllowed(true);
	}

	/**
	 * Set how long a transaction waits for a row that another one has locked. To be
	 * called before the first transaction.
	 * @param duration how long, 10 seconds by default
	 */
	public void setLockWait(Duration duration) {
		this.options = TransactionOptions.defaults().waitingForLocks(duration);
	}

	@Override
	public Object getResourceFactory() {
		return this.client;
	}

	@Override
	public @Nullable Transaction current() {
		TransactionHolder holder = holder();
		return (holder != null && !holder.hasEnded()) ? holder.transaction() : null;
	}

	@Override
	public boolean isReadOnly() {
		TransactionHolder holder = holder();
		return holder != null && holder.isReadOnly();
	}

	@Override
	public <T> T execute(Function<Transaction, T> work) {
		return new TransactionTemplate(this).execute((status) -> work.apply(required().transaction()));
	}

	@Override
	public void flush() {
		TransactionHolder holder = holder();
		if (holder != null) {
			holder.flush();
		}
	}

	@Override
	protected Object doGetTransaction() {
		return new TransactionObject(holder());
	}

	@Override
	protected boolean isExistingTransaction(Object transaction) {
		return ((TransactionObject) transaction).exists();
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		int isolation = definition.getIsolationLevel();
		if (isolation != TransactionDefinition.ISOLATION_DEFAULT
				&& isolation != TransactionDefinition.ISOLATION_REPEATABLE_READ) {
			throw new InvalidIsolationLevelException(
					"TiKV offers snapshot isolation only: use Isolation.DEFAULT or Isolation.REPEATABLE_READ");
		}
		int seconds = determineTimeout(definition);
		Duration timeout = (seconds != TransactionDefinition.TIMEOUT_DEFAULT) ? Duration.ofSeconds(seconds) : null;
		TransactionHolder holder = new TransactionHolder(this.client, definition.isReadOnly(), timeout, this.options);
		holder.setSynchronizedWithTransaction(true);
		TransactionSynchronizationManager.bindResource(this.client, holder);
		((TransactionObject) transaction).begin(holder);
	}

	@Override
	protected Object doSuspend(Object transaction) {
		((TransactionObject) transaction).suspend();
		return TransactionSynchronizationManager.unbindResource(this.client);
	}

	@Override
	protected void doResume(@Nullable Object transaction, Object suspended) {
		TransactionSynchronizationManager.bindResource(this.client, suspended);
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		TransactionHolder holder = holder(status);
		Transaction transaction = holder.end();
		if (transaction == null) {
			return;
		}
		holder.options();
		try {
			CommitOutcome outcome = transaction.commit();
			if (!(outcome instanceof CommitOutcome.Committed)) {
				throw CommitFailures.of(outcome, this.client);
			}
		}
		catch (TitoClientException ex) {
			throw TitoExceptionTranslator.translate(ex);
		}
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
		Transaction transaction = holder(status).end();
		if (transaction != null) {
			transaction.rollback();
		}
	}

	@Override
	protected void doSetRollbackOnly(DefaultTransactionStatus status) {
		holder(status).setRollbackOnly();
	}

	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.client);
		((TransactionObject) transaction).holder().clear();
	}

	private static TransactionHolder holder(DefaultTransactionStatus status) {
		return ((TransactionObject) status.getTransaction()).holder();
	}

	private @Nullable TransactionHolder holder() {
		return (TransactionHolder) TransactionSynchronizationManager.getResource(this.client);
	}

	private TransactionHolder required() {
		TransactionHolder holder = holder();
		if (holder == null) {
			throw new IllegalStateException("The transaction of this thread was ended while work ran in it");
		}
		return holder;
	}

}
