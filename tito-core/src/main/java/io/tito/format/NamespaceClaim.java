package io.tito.format;

import java.time.Duration;

import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a namespace for an application, before anything else is read or written there.
 * Two applications that were given the same namespace by mistake would read each other's
 * rows and handle each other's events; the first one to come owns it. Stateless.
 */
public final class NamespaceClaim {

	private static final Logger logger = LoggerFactory.getLogger(NamespaceClaim.class);

	private static final int ATTEMPTS = 5;

	private NamespaceClaim() {
	}

	/**
	 * Make sure that an application may use a namespace; a namespace that nobody owns
	 * becomes its own.
	 * @param client the store
	 * @param namespace the namespace
	 * @param application the name of the application
	 * @param shared whether a namespace of another application may be used
	 * @param timeout how long the store may take to answer
	 * @throws ForeignNamespaceException if it is another application's and not shared
	 * @throws UnsupportedFormatException if a later version wrote the data
	 * @throws TitoClientException if the store did not answer in time
	 * @throws IllegalStateException if it stays open who owns it; start again
	 */
	public static void claim(TitoClient client, Namespace namespace, String application, boolean shared,
			Duration timeout) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Transaction transaction = client.begin(TransactionOptions.defaults().within(timeout));
			try {
				if (claim(transaction, namespace, application, shared)) {
					return;
				}
			}
			finally {
				transaction.rollback();
			}
		}
		throw new IllegalStateException(
				"Who owns the namespace '%s' could not be settled in %d attempts: see whether the cluster is healthy, then start again"
					.formatted(namespace.name(), ATTEMPTS));
	}

	private static boolean claim(Transaction transaction, Namespace namespace, String application, boolean shared) {
		Key key = namespace.key("meta", "format");
		byte[] stored = transaction.get(key);
		if (stored != null) {
			check(NamespaceFormat.decode(stored), namespace, application, shared);
			return true;
		}
		transaction.insert(key, new NamespaceFormat(NamespaceFormat.CURRENT, application).encode());
		boolean claimed = transaction.commit() instanceof CommitOutcome.Committed;
		if (claimed) {
			logger.info("The namespace '{}' is new and belongs to '{}' from now on", namespace.name(), application);
		}
		return claimed;
	}

	private static void check(NamespaceFormat stored, Namespace namespace, String application, boolean shared) {
		if (stored.version() != NamespaceFormat.CURRENT) {
			throw new UnsupportedFormatException(namespace.name(), stored.version());
		}
		if (!shared && !stored.application().equals(application)) {
			throw new ForeignNamespaceException(namespace.name(), stored.application(), application);
		}
	}

}
