package io.tito.benchmark.peer;

import java.util.function.LongConsumer;

/**
 * A product that can be measured, in one of its setups.
 *
 * @param id name on the command line and in the results
 * @param version what it is, for the record
 * @param delays whether the product itself can hold an event back until it is due
 * @param sql whether it lives in PostgreSQL, which then counts as a part of it
 * @param opening how it is opened
 */
public record Product(String id, String version, boolean delays, boolean sql, Opening opening) {

	/**
	 * Opens a product.
	 */
	@FunctionalInterface
	public interface Opening {

		/**
		 * Create the schema, if needed, and get ready with consumers off.
		 * @param settings what the product is told
		 * @param handler to be called first thing by the handler of each event, with its
		 * sequence
		 * @return the open product
		 * @throws Exception if it cannot be opened
		 */
		Peer open(Settings settings, LongConsumer handler) throws Exception;

	}

	/**
	 * Name of the jar that a class came from: product and version at once.
	 * @param type a class of the product
	 * @return the name without its ending
	 */
	public static String jar(Class<?> type) {
		String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
		return path.substring(path.lastIndexOf('/') + 1).replace(".jar", "");
	}

}
