package io.tito.client.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tito.client.CommitBound;
import io.tito.client.CommitOutcome;
import io.tito.client.LockTimeoutException;
import io.tito.client.Savepoint;
import io.tito.client.Scan;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.key.Key;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.tito.client.connect.Cluster.committed;
import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a savepoint takes back and what it leaves.
 */
class SavepointTests {

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private TitoClient client;

	private Key a;

	private Key b;

	private Key c;

	@BeforeEach
	void connect() {
		this.client = this.cluster.connect();
		this.a = this.cluster.key("a");
		this.b = this.cluster.key("b");
		this.c = this.cluster.key("c");
		this.cluster.write(this.client, this.a, "stored");
	}

	@Test
	void takesBackWritesOfEveryKindAndKeepsEarlierOnes() {
		Transaction transaction = this.client.begin();
		transaction.put(this.a, bytes("first"));
		transaction.insert(this.b, bytes("b"));
		Savepoint savepoint = transaction.savepoint();
		transaction.put(this.a, bytes("second"));
		transaction.delete(this.a);
		transaction.delete(this.b);
		transaction.insert(this.c, bytes("c"));
		transaction.insert(this.c, bytes("twice"));
		savepoint.rollback();
		assertThat(text(transaction.get(this.a))).isEqualTo("first");
		assertThat(text(transaction.get(this.b))).isEqualTo("b");
		assertThat(transaction.scan(Scan.prefix(this.c))).isEmpty();
		committed(transaction);
		assertThat(text(this.client.get(this.a))).isEqualTo("first");
		assertThat(text(this.client.get(this.b))).isEqualTo("b");
		assertThat(this.client.get(this.c)).isNull();
	}

	@Test
	void goesBackAgainAndWithinItself() {
		Transaction transaction = this.client.begin();
		Savepoint outer = transaction.savepoint();
		transaction.put(this.b, bytes("1"));
		Savepoint inner = transaction.savepoint();
		transaction.put(this.b, bytes("2"));
		inner.rollback();
		assertThat(text(transaction.get(this.b))).isEqualTo("1");
		outer.rollback();
		assertThat(transaction.get(this.b)).isNull();
		transaction.put(this.b, bytes("3"));
		outer.rollback();
		transaction.put(this.c, bytes("kept"));
		committed(transaction);
		assertThat(this.client.get(this.b)).isNull();
		assertThat(text(this.client.get(this.c))).isEqualTo("kept");
	}

	@Test
	void takesBackHooksBoundsAndAttachments() {
		List<String> run = new ArrayList<>();
		Transaction transaction = this.client.begin();
		Names names = transaction.attachment(Names.class, Names::new);
		names.values.add("before");
		transaction.afterCommit(() -> run.add("before"));
		Savepoint savepoint = transaction.savepoint();
		names.values.add("after");
		transaction.attachment(String.class, () -> "later");
		transaction.onCommit((base, writes) -> writes.put(this.b, bytes("hooked")));
		transaction.afterCommit(() -> run.add("after"));
		transaction.commitBefore(transaction.timestamp());
		transaction.bound(new CommitBound(Duration.ofMillis(-2), Duration.ofMillis(-1), (base, start) -> {
		}));
		savepoint.rollback();
		assertThat(names.values).containsExactly("before");
		assertThat(transaction.attachment(String.class, () -> "anew")).isEqualTo("anew");
		transaction.put(this.c, bytes("c"));
		committed(transaction);
		assertThat(run).containsExactly("before");
		assertThat(this.client.get(this.b)).isNull();
	}

	@Test
	void keepsTheLocksThatWereTaken() {
		Transaction transaction = this.client.begin();
		Savepoint savepoint = transaction.savepoint();
		assertThat(text(transaction.getForUpdate(this.a))).isEqualTo("stored");
		savepoint.rollback();
		Transaction hurried = this.client.begin(TransactionOptions.defaults().waitingForLocks(Duration.ZERO));
		assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> hurried.getForUpdate(this.a))
			.withMessageContaining("Gave up waiting");
		transaction.put(this.b, bytes("b"));
		committed(transaction);
		assertThat(text(hurried.getForUpdate(this.a))).isEqualTo("stored");
		hurried.rollback();
	}

	@Test
	void conflictsIfARowThatWasWrittenBeforeItWasLockedHasChanged() {
		Transaction transaction = this.client.begin();
		assertThat(text(transaction.get(this.a))).isEqualTo("stored");
		transaction.put(this.a, bytes("mine"));
		this.cluster.write(this.client, this.a, "theirs");
		assertThat(text(transaction.getForUpdate(this.a))).isEqualTo("mine");
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Conflict.class);
		assertThat(text(this.client.get(this.a))).isEqualTo("theirs");
	}

	@Test
	void isVoidWhenTheTransactionHasEnded() {
		Transaction transaction = this.client.begin();
		Savepoint savepoint = transaction.savepoint();
		transaction.rollback();
		assertThatIllegalStateException().isThrownBy(savepoint::rollback).withMessageContaining("has ended");
	}

	@Test
	void findsInsertedKeysThatExistBeforeTheCommit() {
		Transaction transaction = this.client.begin();
		assertThat(transaction.findTaken()).isNull();
		transaction.insert(this.b, bytes("b"));
		assertThat(transaction.findTaken()).isNull();
		Savepoint savepoint = transaction.savepoint();
		transaction.insert(this.a, bytes("a"));
		assertThat(transaction.findTaken()).isEqualTo(this.a);
		savepoint.rollback();
		transaction.insert(this.b, bytes("twice"));
		assertThat(transaction.findTaken()).isEqualTo(this.b);
		savepoint.rollback();
		assertThat(transaction.findTaken()).isNull();
		committed(transaction);
		Transaction again = this.client.begin();
		again.insert(this.b, bytes("late"));
		assertThat(again.findTaken()).isEqualTo(this.b);
		assertThat(again.commit()).isEqualTo(new CommitOutcome.KeyExists(this.b));
	}

	private static byte[] bytes(String text) {
		return text.getBytes();
	}

	private static final class Names implements Savepoint.Rewindable {

		private final List<String> values = new ArrayList<>();

		@Override
		public Runnable mark() {
			int size = this.values.size();
			return () -> this.values.subList(size, this.values.size()).clear();
		}

	}

}
