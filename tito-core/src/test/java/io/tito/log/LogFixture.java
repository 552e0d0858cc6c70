package io.tito.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;
import io.tito.testing.TestCluster;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A writer over a test's own namespace, and what it wrote.
 */
public final class LogFixture {

	public final List<String> signals = new ArrayList<>();

	public final List<String> published = new ArrayList<>();

	public final LogKeys keys;

	public final EventWriter writer;

	private final TestCluster cluster;

	public LogFixture(TestCluster cluster) {
		this.cluster = cluster;
		this.keys = new LogKeys(cluster.namespace());
		TypeSettings settings = new TypeSettings(4, Duration.ofMillis(100), Duration.ofSeconds(60));
		EventTypes types = new EventTypes(cluster.client(), this.keys, (type) -> settings);
		LogListener listener = new LogListener() {
			@Override
			public void published(String type, int count) {
				LogFixture.this.published.add(type + " " + count);
			}
		};
		this.writer = new EventWriter(cluster.client(), types, this.keys,
				(type, partition) -> this.signals.add(type + " " + partition), listener);
		// the settings are stored by a transaction of their own: not what the tests look
		// at
		types.settings("order");
	}

	public TitoClient client() {
		return this.cluster.client();
	}

	public static NewEvent event(@Nullable String key, String payload, @Nullable Instant due) {
		return new NewEvent("order", key, null, null, null, due, "text", Map.of(),
				payload.getBytes(StandardCharsets.UTF_8));
	}

	public EventId append(Transaction transaction, String key, String payload) {
		return this.writer.append(transaction, event(key, payload, null));
	}

	public EventId publishAt(Instant due) {
		Transaction transaction = client().begin();
		EventId id = this.writer.append(transaction, event("ann", "scheduled", due));
		commit(transaction);
		return id;
	}

	public Timestamp commit(Transaction transaction) {
		CommitOutcome outcome = transaction.commit();
		assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
		return ((CommitOutcome.Committed) outcome).timestamp();
	}

	public Instant in(Duration duration) {
		return client().timestamp().instant().plus(duration);
	}

	public List<Entry> eventRows() {
		return this.cluster.rows("event:");
	}

	public List<String> payloads() {
		return eventRows().stream()
			.map((row) -> new String(EventCodec.decode(row.value()).payload(), StandardCharsets.UTF_8))
			.toList();
	}

}
