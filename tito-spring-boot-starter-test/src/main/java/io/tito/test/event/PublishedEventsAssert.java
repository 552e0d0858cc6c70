package io.tito.test.event;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/**
 * Assertions about {@link PublishedEvents}. A failure lists what the test has published.
 */
public final class PublishedEventsAssert extends AbstractAssert<PublishedEventsAssert, PublishedEvents> {

	PublishedEventsAssert(PublishedEvents actual) {
		super(actual, PublishedEventsAssert.class);
	}

	public PublishedEventsAssert ofType(String type) {
		return of(this.actual.ofType(type));
	}

	public PublishedEventsAssert withKey(String key) {
		return of(this.actual.withKey(key));
	}

	public PublishedEventsAssert withPayload(Class<?> payload) {
		return of(this.actual.withPayload(payload));
	}

	public <T> PublishedEventsAssert withPayload(Class<T> payload, Predicate<? super T> matching) {
		return of(this.actual.withPayload(payload, matching));
	}

	public PublishedEventsAssert matching(Predicate<? super PublishedEvent> matching) {
		return of(this.actual.matching(matching));
	}

	public PublishedEventsAssert scheduled() {
		return of(this.actual.scheduled());
	}

	public PublishedEventsAssert isEmpty() {
		return hasCount(0);
	}

	public PublishedEventsAssert isNotEmpty() {
		if (this.actual.none()) {
			failWithMessage("Expected some %s, but there are none. %s", this.actual, published());
		}
		return this;
	}

	public PublishedEventsAssert hasCount(int count) {
		hasCount(this.actual.list(), count);
		return this;
	}

	/**
	 * Whether the payloads are these and no others, in the order in which they were
	 * published.
	 * @param payloads the payloads, compared by {@code equals}
	 * @return this
	 */
	public PublishedEventsAssert containsExactlyPayloads(Object... payloads) {
		Assertions.assertThat(decoded()).as("payloads of %s", this.actual).containsExactly(payloads);
		return this;
	}

	/**
	 * Whether these are among the payloads.
	 * @param payloads the payloads, compared by {@code equals}
	 * @return this
	 */
	public PublishedEventsAssert containsPayloads(Object... payloads) {
		Assertions.assertThat(decoded()).as("payloads of %s", this.actual).contains(payloads);
		return this;
	}

	void hasCount(List<PublishedEvent> events, int count) {
		if (events.size() != count) {
			failWithMessage("Expected %d %s, but there are %d. %s", count, this.actual, events.size(), published());
		}
	}

	private List<Object> decoded() {
		return this.actual.list().stream().map(PublishedEvent::payload).toList();
	}

	private String published() {
		List<PublishedEvent> all = this.actual.all();
		return all.isEmpty() ? "Nothing was published"
				: all.stream()
					.map((event) -> "%n  ".formatted() + event)
					.collect(Collectors.joining("", "These were published:", ""));
	}

	private PublishedEventsAssert of(PublishedEvents narrowed) {
		return new PublishedEventsAssert(narrowed).as("%s", descriptionText());
	}

}
