package io.tito.test.event;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.assertj.core.api.AssertProvider;

/**
 * The events that a test has published: every event that was committed since the test
 * method began ({@code @BeforeEach} methods included), by whichever thread, and those
 * that the transaction of the calling thread will publish when it commits.
 * <p>
 * Nothing is intercepted: each call of {@link #list()}, {@link #count()},
 * {@link #none()}, {@link #single()} and {@link #payloads} reads the log of the
 * application's namespace at a fresh snapshot and leaves out what was there before the
 * test. So what was rolled back is not among them, nor what was cancelled, nor what
 * another context with a server of its own has published. Events that listeners publish
 * are, as soon as they are committed.
 * <p>
 * Give it as a parameter to a test method, or inject it. The methods that narrow return
 * another view and read nothing. Use AssertJ's {@code assertThat(events)} for assertions
 * that say what was published instead. Thread-safe.
 */
public final class PublishedEvents implements AssertProvider<PublishedEventsAssert> {

	private final Supplier<List<PublishedEvent>> source;

	private final Predicate<PublishedEvent> filter;

	private final String description;

	PublishedEvents(Supplier<List<PublishedEvent>> source) {
		this(source, (event) -> true, "events");
	}

	private PublishedEvents(Supplier<List<PublishedEvent>> source, Predicate<PublishedEvent> filter,
			String description) {
		this.source = source;
		this.filter = filter;
		this.description = description;
	}

	/**
	 * Events of a type.
	 * @param type the event type, as listeners name it
	 * @return those events
	 */
	public PublishedEvents ofType(String type) {
		return narrowed((event) -> event.type().equals(type), " of type '" + type + "'");
	}

	public PublishedEvents withKey(String key) {
		return narrowed((event) -> event.key().equals(key), " with key '" + key + "'");
	}

	public PublishedEvents withHeader(String name, String value) {
		return narrowed((event) -> Map.entry(name, value).equals(entry(event, name)),
				" with header " + name + "=" + value);
	}

	/**
	 * Events whose payload was published as a class.
	 * @param payload the class, or a supertype
	 * @return those events
	 */
	public PublishedEvents withPayload(Class<?> payload) {
		return narrowed((event) -> event.hasPayload(payload), " with a payload of " + payload.getSimpleName());
	}

	/**
	 * Events whose payload was published as a class and matches.
	 * @param <T> the class
	 * @param payload the class, or a supertype
	 * @param matching tells whether a payload is meant
	 * @return those events
	 */
	public <T> PublishedEvents withPayload(Class<T> payload, Predicate<? super T> matching) {
		return withPayload(payload).narrowed((event) -> matching.test(payload.cast(event.payload())), " that matches");
	}

	public PublishedEvents matching(Predicate<? super PublishedEvent> matching) {
		return narrowed(matching::test, " that match");
	}

	/**
	 * Events with a due time, whether it has come or not.
	 * @return those events
	 */
	public PublishedEvents scheduled() {
		return narrowed((event) -> event.due() != null, " with a due time");
	}

	/**
	 * Events that are committed. In a test that is rolled back there are none.
	 * @return those events
	 */
	public PublishedEvents committed() {
		return narrowed(PublishedEvent::isCommitted, " that are committed");
	}

	/**
	 * Events that the transaction of the calling thread will publish when it commits.
	 * @return those events
	 */
	public PublishedEvents uncommitted() {
		return narrowed((event) -> !event.isCommitted(), " that are not committed yet");
	}

	public int count() {
		return list().size();
	}

	public boolean none() {
		return list().isEmpty();
	}

	/**
	 * The events, in the order in which they were published.
	 * @return the events by now
	 */
	public List<PublishedEvent> list() {
		return this.source.get().stream().filter(this.filter).toList();
	}

	/**
	 * The only event.
	 * @return the event
	 * @throws AssertionError if there is none, or more than one
	 */
	public PublishedEvent single() {
		List<PublishedEvent> events = list();
		assertThat().hasCount(events, 1);
		return events.get(0);
	}

	/**
	 * The payloads of those that were published as a class, in their order.
	 * @param <T> the class
	 * @param payload the class, or a supertype
	 * @return the payloads
	 */
	public <T> List<T> payloads(Class<T> payload) {
		return withPayload(payload).list().stream().map((event) -> payload.cast(event.payload())).toList();
	}

	/**
	 * Used by AssertJ's {@code assertThat(events)}.
	 */
	@Override
	public PublishedEventsAssert assertThat() {
		return new PublishedEventsAssert(this);
	}

	/**
	 * All events of the test, for messages.
	 */
	List<PublishedEvent> all() {
		return this.source.get();
	}

	private PublishedEvents narrowed(Predicate<PublishedEvent> more, String how) {
		return new PublishedEvents(this.source, this.filter.and(more), this.description + how);
	}

	private static Map.Entry<String, String> entry(PublishedEvent event, String name) {
		return Map.entry(name, event.headers().getOrDefault(name, ""));
	}

	@Override
	public String toString() {
		return this.description;
	}

}
