package io.tito.listener.config;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.annotation.TitoListener;
import io.tito.listener.EventMetadata;
import io.tito.listener.adapter.EventHeaders;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;

class ListenerArgumentsTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void handsEachKindOfArgumentToMethods() throws Exception {
		try (AnnotationConfigApplicationContext context = ListenerApplication.start(cluster, Arguments.class)) {
			Outbox outbox = context.getBean(Outbox.class);
			outbox.publish(OutboundEvent.of("order", "ann", new Order("R-1", 100)).header("trace", "abc"));
			Arguments listeners = context.getBean(Arguments.class);
			assertThat(listeners.done.await(20, TimeUnit.SECONDS)).as("got %s", listeners.got).isTrue();

			assertThat(listeners.got).containsExactlyInAnyOrder("payload Order[reference=R-1, amount=100] ann shop",
					"header abc 1", "message {\"reference\":\"R-1\",\"amount\":100}",
					"bytes {\"reference\":\"R-1\",\"amount\":100}", "map R-1", "headers abc ann order", "typed R-1 1");
		}
	}

	@Test
	void resolvesPlaceholdersAndTakesTheApplicationsNameAsGroup() {
		try (AnnotationConfigApplicationContext context = ListenerApplication.start(cluster, Placeholders.class)) {
			assertThat(context.getBean(TitoListenerContainerRegistry.class).listeners())
				.extracting(ListenerDefinition::type, ListenerDefinition::group, ListenerDefinition::id)
				.containsExactly(org.assertj.core.groups.Tuple.tuple("invoice", "shop", "invoice/shop"));
		}
	}

	static class Arguments {

		final List<String> got = new CopyOnWriteArrayList<>();

		final CountDownLatch done = new CountDownLatch(7);

		@TitoListener(type = "order")
		void payload(Order order, EventMetadata metadata) {
			got("payload " + order + " " + metadata.key() + " " + metadata.group());
		}

		@TitoListener(type = "order", group = "headers")
		void header(@Header("trace") String trace, @Header("tito_attempt") int attempt) {
			got("header " + trace + " " + attempt);
		}

		@TitoListener(type = "order", group = "messages")
		void message(Message<String> message) {
			got("message " + message.getPayload());
		}

		@TitoListener(type = "order", group = "bytes", transactional = true)
		void bytes(byte[] payload) {
			got("bytes " + new String(payload));
		}

		@TitoListener(type = "order", group = "generic")
		void generic(Map<String, Object> payload) {
			got("map " + payload.get("reference"));
		}

		@TitoListener(type = "order", group = "allHeaders")
		void headers(@Headers Map<String, Object> headers) {
			got("headers " + headers.get("trace") + " " + headers.get(EventHeaders.KEY) + " "
					+ headers.get(EventHeaders.TYPE));
		}

		@TitoListener(type = "order", group = "typed")
		void typed(Message<Order> message, @Payload Order order, @Header(EventHeaders.ATTEMPT) int attempt) {
			assertThat(message.getPayload()).isEqualTo(order);
			got("typed " + order.reference() + " " + attempt);
		}

		private void got(String what) {
			this.got.add(what);
			this.done.countDown();
		}

	}

	static class Placeholders {

		@TitoListener(type = "${order.type}")
		void on(Order order) {
		}

	}

}
