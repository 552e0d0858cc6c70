package io.tito.listener.adapter;

import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.listener.BatchEventHandler;
import io.tito.listener.BatchListenerFailedException;
import io.tito.listener.EventHandler;
import io.tito.listener.EventMetadata;
import io.tito.listener.EventOutcome;
import io.tito.listener.ListenerHandler;
import io.tito.listener.ReceivedEvent;
import io.tito.listener.RejectEventException;
import io.tito.listener.UnreadablePayloadException;
import io.tito.listener.retry.FailureKind;
import io.tito.log.EventId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ListenerMethodsTests {

	private final JacksonValueCodec codec = new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build());

	private final Listeners listeners = new Listeners();

	@Test
	void methodThatSaysNothingHasDoneItsWork() throws Exception {
		assertThat(single("plain", new Positive()).handle(event("ann", new Order("1", 5))))
			.isEqualTo(EventOutcome.done());
		assertThat(this.listeners.got).containsExactly("1 5 ann 1");
	}

	@Test
	void methodOfPayloadAndMetadataIsCalledWithoutAMessage() throws Exception {
		EventHandler handler = single("direct", null);
		assertThat(handler).isInstanceOf(DirectListenerMethod.class);
		assertThat(handler.handle(event("ann", new Order("A-1", 7)))).isEqualTo(EventOutcome.done());
		assertThat(this.listeners.got).containsExactly("A-1 ann");
		assertThat(single("plain", null)).isNotInstanceOf(DirectListenerMethod.class);
		assertThat(single("raw", null)).isNotInstanceOf(DirectListenerMethod.class);
		assertThat(single("valid", new Positive())).isNotInstanceOf(DirectListenerMethod.class);
	}

	@Test
	void whatTheMethodThrowsComesOutAsItIs() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> single("throwing", null).handle(event("ann", new Order("A-1", 7))))
			.withMessage("no");
	}

	@Test
	void missingPayloadIsRefusedWhateverTheMethodTakes() {
		for (String payload : List.of("", "null")) {
			ReceivedEvent missing = new ReceivedEvent(metadata("ann"), "ann", Order.class.getName(),
					payload.getBytes());
			Throwable direct = catchThrowable(() -> single("direct", null).handle(missing));
			Throwable general = catchThrowable(() -> single("plain", null).handle(missing));

			assertThat(direct).isNotNull().hasSameClassAs(general);
		}
		assertThat(this.listeners.got).isEmpty();
	}

	@Test
	void methodMaySayWhatBecomesOfTheEvent() throws Exception {
		assertThat(single("outcome", new Positive()).handle(event("ann", new Order("1", 5))))
			.isEqualTo(EventOutcome.rescheduleAt(Instant.EPOCH));
	}

	@Test
	void payloadThatIsNotValidIsRejected() {
		assertThatThrownBy(() -> single("valid", new Positive()).handle(event("ann", new Order("1", -5))))
			.hasMessageContaining("not positive")
			.satisfies((thrown) -> assertThat(FailureKind.of(thrown)).isEqualTo(FailureKind.REJECTED));
		assertThat(this.listeners.got).isEmpty();
	}

	@Test
	void refusesToSkipValidation() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> single("valid", null))
			.withMessageContaining("Listeners.valid")
			.withMessageContaining("spring-boot-starter-validation");
	}

	@Test
	void batchTakesListsOfPayloadsMessagesAndMetadata() throws Exception {
		List<EventOutcome> outcomes = batch("lists")
			.handle(List.of(event("ann", new Order("1", 5)), event("bob", new Order("2", 6))));
		assertThat(outcomes).containsExactly(EventOutcome.done(), EventOutcome.done());
		assertThat(this.listeners.got).containsExactly("1 1 ann", "2 2 bob");
	}

	@Test
	void batchMaySayWhatBecomesOfEachEvent() throws Exception {
		EventOutcome wait = EventOutcome.rescheduleAt(Instant.EPOCH);
		List<EventOutcome> outcomes = batch("outcomes")
			.handle(List.of(event("ann", new Order("1", 5)), unreadable("bob"), event("eve", new Order("wait", 6))));
		assertThat(outcomes.get(0)).isEqualTo(EventOutcome.done());
		assertThat(outcomes.get(1)).isInstanceOfSatisfying(EventOutcome.Failed.class,
				(failed) -> assertThat(failed.cause()).isInstanceOf(UnreadablePayloadException.class));
		assertThat(outcomes.get(2)).isEqualTo(wait);
	}

	@Test
	void partOfABatchThatCannotBeHandedOverHoldsItsOwnLaneOnly() throws Exception {
		List<EventOutcome> outcomes = batch("checked").handle(List.of(event("ann", new Order("1", -5)),
				event("bob", new Order("2", 6)), event("ann", new Order("3", 7))));
		assertThat(outcomes.get(0)).isInstanceOfSatisfying(EventOutcome.Failed.class,
				(failed) -> assertThat(FailureKind.of(failed.cause())).isEqualTo(FailureKind.REJECTED));
		assertThat(outcomes.get(1)).isEqualTo(EventOutcome.done());
		assertThat(outcomes.get(2)).as("comes again at once").isEqualTo(EventOutcome.rescheduleAt(Instant.EPOCH));
		assertThat(this.listeners.got).containsExactly("2");
	}

	@Test
	void batchThatThrowsLetsItOut() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> batch("failing").handle(List.of(event("ann", new Order("1", 5)))))
			.withMessage("no");
	}

	@Test
	void batchMayFailAtOneOfItsElements() throws Exception {
		List<EventOutcome> outcomes = batch("failingAt").handle(List.of(event("ann", new Order("1", 5)),
				unreadable("bob"), event("eve", new Order("2", 5)), event("dan", new Order("3", 5))));
		assertThat(outcomes.get(0)).isEqualTo(EventOutcome.done());
		assertThat(outcomes.get(1)).isInstanceOfSatisfying(EventOutcome.Failed.class,
				(failed) -> assertThat(failed.cause()).isInstanceOf(UnreadablePayloadException.class));
		assertThat(outcomes.get(2)).as("the second that was handed over")
			.isInstanceOfSatisfying(EventOutcome.Failed.class,
					(failed) -> assertThat(failed.cause()).isInstanceOf(RejectEventException.class));
		assertThat(outcomes.get(3)).as("was not tried").isEqualTo(EventOutcome.rescheduleAt(Instant.EPOCH));
	}

	@Test
	void batchThatNamesAnElementThatItDoesNotHaveHasFailedAsAWhole() {
		assertThatExceptionOfType(BatchListenerFailedException.class)
			.isThrownBy(() -> batch("failingAt").handle(List.of(event("ann", new Order("1", 5)))));
	}

	@Test
	void refusesOutcomesThatCannotBeMatchedToEvents() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(
				() -> batch("tooFew").handle(List.of(event("ann", new Order("1", 5)), event("bob", new Order("2", 5)))))
			.withMessageContaining("1 outcomes for 2 events");
	}

	@Test
	void refusesABatchParameterThatIsNoList() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> handler("plain", true, new Positive()))
			.withMessageContaining("batch = true")
			.withMessageContaining("Order")
			.withMessageContaining("List");
	}

	private EventHandler single(String method, @Nullable Validator validator) {
		return (EventHandler) handler(method, false, validator);
	}

	private BatchEventHandler batch(String method) {
		return (BatchEventHandler) handler(method, true, new Positive());
	}

	private ListenerHandler handler(String name, boolean batch, @Nullable Validator validator) {
		Method method = Stream.of(Listeners.class.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
		return new ListenerMethods(this.codec, new DefaultListableBeanFactory(), validator).handler(this.listeners,
				method, batch);
	}

	private ReceivedEvent event(String key, Order order) {
		return new ReceivedEvent(metadata(key), key, Order.class.getName(), this.codec.write(order));
	}

	private static ReceivedEvent unreadable(String key) {
		return new ReceivedEvent(metadata(key), key, "text", new byte[] { 1, 2 });
	}

	private static EventMetadata metadata(String key) {
		return new EventMetadata(EventId.parse("0190a2b4-0000-7000-8000-000000000001"), "order", key, "shop", 0, null,
				null, null, null, Instant.EPOCH, 1, 1, null, Map.of());
	}

	record Order(String reference, long amount) {

	}

	static class Listeners {

		final List<String> got = new ArrayList<>();

		void plain(@Payload Order order, @Header(EventHeaders.KEY) String key, EventMetadata event) {
			this.got.add(order.reference() + " " + order.amount() + " " + key + " " + event.attempt());
		}

		void direct(Order order, EventMetadata event) {
			this.got.add(order.reference() + " " + event.key());
		}

		void raw(Object payload) {
		}

		void throwing(Order order) throws IOException {
			throw new IOException("no");
		}

		EventOutcome outcome(Order order) {
			return EventOutcome.rescheduleAt(Instant.EPOCH);
		}

		void valid(@Validated @Payload Order order) {
			this.got.add(order.reference());
		}

		void lists(List<Order> orders, List<Message<Order>> messages, List<EventMetadata> events) {
			for (int i = 0; i < orders.size(); i++) {
				this.got.add(orders.get(i).reference() + " " + messages.get(i).getPayload().reference() + " "
						+ events.get(i).key());
			}
		}

		List<EventOutcome> outcomes(List<Order> orders) {
			return orders.stream()
				.map((order) -> order.reference().equals("wait") ? EventOutcome.rescheduleAt(Instant.EPOCH)
						: EventOutcome.done())
				.toList();
		}

		void checked(@Validated List<Order> orders) {
			orders.forEach((order) -> this.got.add(order.reference()));
		}

		void failing(List<Order> orders) {
			throw new IllegalStateException("no");
		}

		void failingAt(List<Order> orders) {
			throw new BatchListenerFailedException("the second", new RejectEventException("no"), 1);
		}

		List<EventOutcome> tooFew(List<Order> orders) {
			return List.of(EventOutcome.done());
		}

	}

	static class Positive implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Order.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Order) target).amount() < 0) {
				errors.reject("amount", "not positive");
			}
		}

	}

}
