package io.tito.core;

import java.security.SecureRandom;
import java.util.function.Supplier;

import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.TransientDataAccessResourceException;

/**
 * The key that cursors are signed with: {@code meta:cursor-key}, 32 random bytes, made
 * when one is first needed and then read once by each instance. Thread-safe.
 */
final class CursorKey implements Supplier<byte[]> {

	private static final int LENGTH = 32;

	private static final int ATTEMPTS = 3;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final TitoClient client;

	private final Key key;

	private volatile byte @Nullable [] known;

	CursorKey(TitoClient client, Namespace namespace) {
		this.client = client;
		this.key = namespace.key("meta", "cursor-key");
	}

	@Override
	public byte[] get() {
		byte[] found = this.known;
		for (int attempt = 1; found == null; attempt++) {
			found = this.client.get(this.key);
			if (found == null) {
				make(attempt);
			}
		}
		this.known = found;
		return found;
	}

	private void make(int attempt) {
		byte[] made = new byte[LENGTH];
		RANDOM.nextBytes(made);
		Transaction transaction = this.client.begin();
		transaction.insert(this.key, made);
		CommitOutcome outcome = transaction.commit();
		if (!(outcome instanceof CommitOutcome.Committed) && attempt == ATTEMPTS) {
			throw new TransientDataAccessResourceException(
					"The key that signs cursors could not be written (%s): try again".formatted(outcome));
		}
	}

}
