package io.tito.core;

import java.time.Instant;
import java.util.List;

import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;

/**
 * Five sales of three customers, and queries of them.
 */
final class Sales {

	final TestStore store;

	final TitoTemplate template;

	Sales(TestCluster cluster) {
		this.store = TestStore.of(cluster);
		this.template = this.store.template();
		this.template.saveAll(List.of(Sale.of("1", "ann", 10, 100), Sale.of("2", "bob", 20, 50),
				Sale.of("3", "ann", 30, 75), Sale.of("4", "ann", 20, 10), Sale.of("5", "cid", 5, 60)));
	}

	EntityQuery<Sale, Sale> query() {
		return this.template.query(Sale.class);
	}

	static List<String> ids(EntityQuery<Sale, Sale> query) {
		return query.list().stream().map(Sale::id).toList();
	}

	static Instant at(long second) {
		return Instant.ofEpochSecond(second);
	}

}
