package io.tito.outbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What single calls do with the events that entities declare: publish none, or give them
 * more headers.
 *
 * <pre class="code">
 * EntityEvents.suppressed(() -&gt; orders.saveAll(imported));
 * EntityEvents.withHeaders(Map.of("cause", "refund"), () -&gt; orders.save(order));
 * </pre>
 *
 * Holds for rows that the calling thread changes while the given code runs, not for those
 * of transactions that others run. Calls may be nested: headers are merged, and within
 * suppressed code nothing is published. Events that are published by hand are never
 * touched.
 */
public final class EntityEvents {

	private static final ThreadLocal<@Nullable EntityEvents> current = new ThreadLocal<>();

	private static final EntityEvents USUAL = new EntityEvents(false, Map.of());

	private final boolean suppressed;

	private final Map<String, String> headers;

	private EntityEvents(boolean suppressed, Map<String, String> headers) {
		this.suppressed = suppressed;
		this.headers = Map.copyOf(headers);
	}

	/**
	 * Run something whose changes of entities publish no events.
	 * @param <T> the type of the result
	 * @param work what to run
	 * @return its result
	 */
	public static <T extends @Nullable Object> T suppressed(Supplier<T> work) {
		return with(new EntityEvents(true, here().headers), work);
	}

	public static void suppressed(Runnable work) {
		suppressed(supplier(work));
	}

	/**
	 * Run something whose changes of entities publish events with more headers.
	 * @param <T> the type of the result
	 * @param headers the headers; they replace those of calls around with the same name
	 * @param work what to run
	 * @return its result
	 */
	public static <T extends @Nullable Object> T withHeaders(Map<String, String> headers, Supplier<T> work) {
		Map<String, String> merged = new LinkedHashMap<>(here().headers);
		merged.putAll(headers);
		return with(new EntityEvents(here().suppressed, merged), work);
	}

	public static void withHeaders(Map<String, String> headers, Runnable work) {
		withHeaders(headers, supplier(work));
	}

	static boolean areSuppressed() {
		return here().suppressed;
	}

	static Map<String, String> headers() {
		return here().headers;
	}

	private static EntityEvents here() {
		EntityEvents here = current.get();
		return (here != null) ? here : USUAL;
	}

	private static <T extends @Nullable Object> T with(EntityEvents events, Supplier<T> work) {
		EntityEvents outer = current.get();
		current.set(events);
		try {
			return work.get();
		}
		finally {
			if (outer != null) {
				current.set(outer);
			}
			else {
				current.remove();
			}
		}
	}

	private static Supplier<@Nullable Object> supplier(Runnable work) {
		return () -> {
			work.run();
			return null;
		};
	}

}
