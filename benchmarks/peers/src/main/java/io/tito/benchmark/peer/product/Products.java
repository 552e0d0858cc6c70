package io.tito.benchmark.peer.product;

import java.util.List;
import java.util.stream.Collectors;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import io.namastack.outbox.Outbox;
import io.tito.benchmark.peer.Product;

import org.springframework.modulith.events.EventPublication;

/**
 * Everything that can be measured, in the order of the tables. A new product is added
 * here.
 */
public final class Products {

	private static final String HAND_WRITTEN = "hand-written, SKIP LOCKED LIMIT ";

	private static final String TITO = "Tito, %s, durable embedded server in %s";

	private static final List<Product> ALL = List.of(
			new Product("jdbc-batch100", HAND_WRITTEN + 100, true, true,
					(settings, handler) -> HandWrittenPeer.open(settings, handler, 100)),
			new Product("jdbc-batch1", HAND_WRITTEN + 1, true, true,
					(settings, handler) -> HandWrittenPeer.open(settings, handler, 1)),
			new Product("modulith", Product.jar(EventPublication.class), false, true, ModulithPeer::open),
			gruelbox("gruelbox", false), gruelbox("gruelbox-ordered", true),
			namastack("namastack", NamastackPeer.Mode.KEY_PER_PARTITION),
			namastack("namastack-uniquekey", NamastackPeer.Mode.KEY_PER_EVENT),
			namastack("namastack-defaults", NamastackPeer.Mode.DEFAULTS), dbScheduler("db-scheduler", false),
			dbScheduler("db-scheduler-defaults", true),
			new Product("tito", TITO.formatted(TitoPeer.version(), "the same JVM"), true, false, TitoPeer::inside),
			new Product("tito-process", TITO.formatted(TitoPeer.version(), "its own process"), true, false,
					TitoPeer::separate));

	private Products() {
	}

	private static Product gruelbox(String id, boolean ordered) {
		return new Product(id, Product.jar(TransactionOutbox.class), !ordered && GruelboxPeer.delays(), true,
				(settings, handler) -> GruelboxPeer.open(settings, handler, ordered));
	}

	private static Product namastack(String id, NamastackPeer.Mode mode) {
		return new Product(id, Product.jar(Outbox.class), false, true,
				(settings, handler) -> NamastackPeer.open(settings, handler, mode));
	}

	private static Product dbScheduler(String id, boolean defaults) {
		return new Product(id, Product.jar(Scheduler.class), true, true,
				(settings, handler) -> DbSchedulerPeer.open(settings, handler, defaults));
	}

	/**
	 * Find a product.
	 * @param id its name
	 * @return the product
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public static Product find(String id) {
		return ALL.stream()
			.filter((product) -> product.id().equals(id))
			.findAny()
			.orElseThrow(() -> new IllegalArgumentException("There is no product '" + id + "'; there are " + names()));
	}

	public static String names() {
		return ALL.stream().map(Product::id).collect(Collectors.joining(", "));
	}

}
