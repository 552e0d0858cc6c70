package io.tito.benchmark.peer.run;

import java.util.List;

import io.tito.benchmark.peer.Peer;
import io.tito.benchmark.peer.Product;
import io.tito.benchmark.peer.Settings;
import io.tito.benchmark.peer.measure.Ledger;
import io.tito.benchmark.peer.measure.Session;
import io.tito.benchmark.peer.measure.Workloads;
import io.tito.benchmark.peer.product.Products;

/**
 * Measures one product, in this JVM.
 */
final class OnePeer {

	private static final int CAPACITY = 6_000_000;

	private final Options options;

	private final Ledger ledger = new Ledger(CAPACITY);

	private OnePeer(Options options) {
		this.options = options;
	}

	/**
	 * Measure.
	 * @param arguments see {@link Options}, with one peer
	 * @throws Exception if the product fails
	 */
	public static void main(String... arguments) throws Exception {
		Options options = new Options(arguments);
		new OnePeer(options).measure(Products.find(options.peers().get(0)));
		System.exit(0);
	}

	private void measure(Product product) throws Exception {
		if (product.sql()) {
			this.options.postgres().endOthers();
		}
		List<String> works = this.options.works();
		session(product, this.options.settings(), works, true);
		if (works.contains("W2") && this.options.scale().singleWorker()) {
			// once more with a single worker, the JVM being warm by now
			session(product, this.options.settings().withWorkers(1), List.of("W2"), false);
		}
	}

	private void session(Product product, Settings settings, List<String> works, boolean cold) throws Exception {
		try (Peer peer = product.opening().open(settings, this.ledger::onHandler)) {
			peer.clear();
			Workloads workloads = new Workloads(
					new Session(product, peer, settings, this.ledger, this.options.scale(), this.options.results()));
			if (cold) {
				System.out.println(product.id() + ": " + workloads.warmUp());
			}
			for (String work : works) {
				workloads.measure(work);
			}
		}
	}

}
