package io.tito.transaction;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.key.Key;
import io.tito.key.KeyReader;
import org.jspecify.annotations.Nullable;

/**
 * What a commit that did not succeed throws. Spring reads the outcome from the type: a
 * {@code TransactionException} leaves it open, anything else means rolled back.
 */
final class CommitFailures {

	private CommitFailures() {
	}

	static RuntimeException of(CommitOutcome outcome, TitoClient client) {
		if (outcome instanceof CommitOutcome.Conflict conflict) {
			return new WriteConflictException(conflict.key(), conflict.other());
		}
		if (outcome instanceof CommitOutcome.KeyExists exists) {
			return duplicate(exists.key());
		}
		if (outcome instanceof CommitOutcome.Aborted aborted) {
			return new TransactionAbortedException(aborted.reason());
		}
		if (outcome instanceof CommitOutcome.Unknown unknown) {
			return new CommitOutcomeUnknownException(unknown, client);
		}
		throw new IllegalArgumentException("Not a failure: " + outcome);
	}

	/**
	 * Read from a key ({@code namespace:kind:entity:...}) what exists already.
	 */
	static DuplicateEntryException duplicate(Key key) {
		String[] segments = key.text().split(":", 6);
		if (segments.length == 6 && "unique".equals(segments[1])) {
			String prefix = String.join(":", List.of(segments).subList(0, 5)) + ":";
			return DuplicateEntryException.ofIndex(segments[2], segments[3], values(key, prefix.length()));
		}
		if (segments.length >= 4 && "data".equals(segments[1])) {
			return DuplicateEntryException.ofRow(segments[2]);
		}
		if (segments.length >= 3 && "once".equals(segments[1])) {
			return new DuplicateEntryException(("An event of type '%s' with the same idempotency key was published "
					+ "meanwhile: run the transaction again, it gets the id of that event")
				.formatted(segments[2]), null, null);
		}
		return new DuplicateEntryException("The key %s exists already".formatted(key), null, null);
	}

	private static List<@Nullable Object> values(Key key, int prefix) {
		List<@Nullable Object> values = new ArrayList<>();
		KeyReader reader = new KeyReader(key, prefix);
		while (reader.hasNext()) {
			values.add(reader.read());
		}
		return values;
	}

}
