package io.tito.testing;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import io.tito.client.TitoClient;
import io.tito.codec.RowUpcaster;
import io.tito.codec.TitoCustomConversions;
import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.core.EntityChangeListener;
import io.tito.core.TitoTemplate;
import io.tito.index.IndexSettings;
import io.tito.key.Namespace;
import io.tito.mapping.TitoMappingContext;
import io.tito.transaction.TitoTransactionManager;

import org.springframework.transaction.support.TransactionTemplate;

/**
 * Operations on entities over one client, as an application would have them.
 *
 * @param transactions the transaction manager
 * @param template the operations
 */
public record TestStore(TitoTransactionManager transactions, TitoTemplate template) {

	/**
	 * How long instances rely on the states of indexes: longer than tests let time jump
	 * for other reasons, as the machine's own clock does not jump with it.
	 */
	public static final Duration LEASE = Duration.ofDays(30);

	private static final IndexSettings SETTINGS = new IndexSettings(LEASE);

	public static TestStore of(TestCluster cluster, EntityChangeListener... listeners) {
		return of(cluster.client(), cluster.namespace(), listeners);
	}

	public static TestStore of(TitoClient client, Namespace namespace, EntityChangeListener... listeners) {
		return of(client, namespace, TitoCustomConversions.none(), List.of(), listeners);
	}

	public static TestStore of(TestCluster cluster, Collection<?> converters, Collection<RowUpcaster> upcasters) {
		return of(cluster.client(), cluster.namespace(), new TitoCustomConversions(converters), upcasters);
	}

	private static TestStore of(TitoClient client, Namespace namespace, TitoCustomConversions conversions,
			Collection<RowUpcaster> upcasters, EntityChangeListener... listeners) {
		TitoTransactionManager transactions = new TitoTransactionManager(client);
		TitoMappingContext mapping = new TitoMappingContext();
		mapping.setConversions(conversions);
		mapping.setUpcasters(upcasters);
		mapping.afterPropertiesSet();
		return new TestStore(transactions,
				new TitoTemplate(client, transactions, mapping,
						new JacksonValueCodec(JacksonValueCodec.mapperBuilder(conversions).build()), namespace,
						List.of(listeners), SETTINGS));
	}

	public <T> T inTransaction(Supplier<T> work) {
		return new TransactionTemplate(this.transactions).execute((status) -> work.get());
	}

	public void inTransaction(Runnable work) {
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> work.run());
	}

	public TransactionTemplate transactionTemplate() {
		return new TransactionTemplate(this.transactions);
	}

}
