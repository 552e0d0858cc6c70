package io.tito.client.connect;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.tito.client.ClientTimeoutException;
import io.tito.client.CommitOutcome;
import io.tito.client.DeadlockException;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writers of the same keys inside one JVM, where the thread of one wakes the other: waits
 * for locks, deadlocks and time-outs, all without a thread between client and server.
 */
@Timeout(120)
class LocalContentionTests {

	private static final int WRITERS = 8;

	private static final int ROUNDS = 60;

	@RegisterExtension
	final Cluster cluster = new Cluster();

	@Test
	void writersThatWaitForEachOtherAllGetThrough() throws Exception {
		TitoClient client = this.cluster.connect(
				this.cluster.settings().local(this.cluster.server().address(), this.cluster.server()::localChannel));
		List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS)
			.mapToObj((writer) -> Cluster
				.run(() -> IntStream.range(0, ROUNDS).forEach((round) -> increment(client, (writer + round) % 2 == 0))))
			.toList();
		CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(100, TimeUnit.SECONDS);
		assertThat(number(client.get(this.cluster.key("a")))).isEqualTo(WRITERS * ROUNDS);
		assertThat(number(client.get(this.cluster.key("b")))).isEqualTo(WRITERS * ROUNDS);
		assertThat(this.cluster.count("KvPessimisticLock")).isGreaterThanOrEqualTo(2L * WRITERS * ROUNDS);
	}

	private void increment(TitoClient client, boolean forwards) {
		Key first = this.cluster.key(forwards ? "a" : "b");
		Key second = this.cluster.key(forwards ? "b" : "a");
		while (!incremented(client, first, second)) {
			Thread.onSpinWait();
		}
	}

	private boolean incremented(TitoClient client, Key first, Key second) {
		Transaction transaction = client.begin(TransactionOptions.defaults().within(Duration.ofSeconds(30)));
		try {
			transaction.put(first, bytes(number(transaction.getForUpdate(first)) + 1));
			transaction.put(second, bytes(number(transaction.getForUpdate(second)) + 1));
			return transaction.commit() instanceof CommitOutcome.Committed;
		}
		catch (DeadlockException | ClientTimeoutException ex) {
			return false;
		}
		finally {
			transaction.rollback();
		}
	}

	private static byte[] bytes(int number) {
		return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
	}

	private static int number(byte[] value) {
		return (value != null) ? ByteBuffer.wrap(value).getInt() : 0;
	}

}
