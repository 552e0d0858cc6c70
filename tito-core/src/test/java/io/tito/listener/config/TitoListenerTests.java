package io.tito.listener.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.tito.annotation.TitoListener;
import io.tito.client.TitoClient;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.codec.ValueCodec;
import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.listener.BatchListenerFailedException;
import io.tito.listener.EventMetadata;
import io.tito.listener.RejectEventException;
import io.tito.listener.adapter.EventHeaders;
import io.tito.listener.container.DuplicateListenerException;
import io.tito.listener.container.InvalidListenerException;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.EventLog;
import io.tito.log.EventLogOperations;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.outbox.TransactionalOutbox;
import io.tito.testing.TestCluster;
import io.tito.transaction.TitoTransactionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.MapPropertySource;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TitoListenerTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void handsEachKindOfArgumentToMethods() throws Exception {
		try (AnnotationConfigApplicationContext context = context(Arguments.class)) {
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
	void listensUntilStoppedAndAfterARestart() throws Exception {
		try (AnnotationConfigApplicationContext context = context(Remembering.class)) {
			Outbox outbox = context.getBean(Outbox.class);
			Remembering listener = context.getBean(Remembering.class);
			TitoListenerContainerRegistry registry = context.getBean(TitoListenerContainerRegistry.class);
			EventLogOperations operations = context.getBean(EventLogOperations.class);
			outbox.publish(OutboundEvent.of("order", "ann", new Order("1", 1)));
			listener.await(1);
			CountDownLatch stopped = new CountDownLatch(1);
			registry.stop(stopped::countDown);
			assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(registry.ownedPartitions()).isEmpty();
			outbox.publish(OutboundEvent.of("order", "ann", new Order("2", 1)));
			assertThat(operations.lag("order", "shop").pending()).isEqualTo(1);
			registry.start();
			listener.await(2);

			assertThat(listener.references).containsExactly("1", "2");
		}
	}

	@Test
	void stopWithoutListenersCallsBack() throws Exception {
		try (AnnotationConfigApplicationContext context = context(Object.class)) {
			CountDownLatch stopped = new CountDownLatch(1);
			context.getBean(TitoListenerContainerRegistry.class).stop(stopped::countDown);
			assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void stopWaitsForARunningHandler() throws Exception {
		try (AnnotationConfigApplicationContext context = context(Slow.class)) {
			Slow listener = context.getBean(Slow.class);
			context.getBean(Outbox.class).publish(OutboundEvent.of("order", "ann", new Order("1", 1)));
			assertThat(listener.begun.await(20, TimeUnit.SECONDS)).isTrue();
			CountDownLatch stopped = new CountDownLatch(1);
			context.getBean(TitoListenerContainerRegistry.class).stop(stopped::countDown);
			assertThat(stopped.getCount()).isEqualTo(1);
			listener.end.countDown();
			assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();

			assertThat(listener.interrupted).isFalse();
			assertThat(context.getBean(EventLogOperations.class).lag("order", "shop").pending()).isZero();
		}
	}

	@Test
	void resolvesPlaceholdersAndTakesTheApplicationsNameAsGroup() {
		try (AnnotationConfigApplicationContext context = context(Placeholders.class)) {
			assertThat(context.getBean(TitoListenerContainerRegistry.class).listeners())
				.extracting(ListenerDefinition::type, ListenerDefinition::group, ListenerDefinition::id)
				.containsExactly(org.assertj.core.groups.Tuple.tuple("invoice", "shop", "invoice/shop"));
		}
	}

	@Test
	void refusesTwoListenersOfOneTypeAndGroup() {
		assertThatExceptionOfType(DuplicateListenerException.class).isThrownBy(() -> context(Twice.class).close())
			.withMessageContaining("Twice.one")
			.withMessageContaining("Twice.two")
			.withMessageContaining("another group");
	}

	@ParameterizedTest
	@ValueSource(classes = { Partial.class, PartialTransaction.class })
	void batchThatFailsAtAnElementIsDoneBeforeItAndComesAgainBehindIt(Class<? extends Partial> listener)
			throws Exception {
		try (AnnotationConfigApplicationContext context = context(listener)) {
			List<OutboundEvent> events = IntStream.rangeClosed(1, 6)
				.mapToObj((i) -> OutboundEvent.of("order", "key" + i % 2, new Order("" + i, i)).toPartition(0))
				.toList();
			context.getBean(Outbox.class).publishAll(events);
			Partial partial = context.getBean(listener);
			assertThat(partial.done.await(20, TimeUnit.SECONDS)).as("got %s", partial.got).isTrue();
			EventLogOperations operations = context.getBean(EventLogOperations.class);
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (operations.lag("order", "shop").pending() + operations.lag("order", "shop").parked() > 0) {
				assertThat(System.nanoTime()).isLessThan(end);
			}

			assertThat(partial.effects).containsExactlyInAnyOrder("1", "2", "4", "5", "6")
				.containsSubsequence("1", "5")
				.containsSubsequence("2", "4", "6");
			assertThat(operations.deadLetters("order", "shop", 10)).singleElement().satisfies((letter) -> {
				assertThat(new String(letter.event().payload())).contains("\"3\"");
				assertThat(letter.error()).isEqualTo(RejectEventException.class.getName() + ": no");
				assertThat(letter.attempts()).isEqualTo(1);
			});
		}
	}

	@Test
	void saysAllThatIsWrongWithAllListenersBeforeAnyIsRegistered() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> context(Faulty.class).close())
			.satisfies((thrown) -> assertThat(thrown.faults()).hasSize(5)
				.anyMatch((fault) -> fault.startsWith("Faulty.one") && fault.contains("concurrency is 'many'"))
				.anyMatch((fault) -> fault.startsWith("Faulty.one") && fault.contains("retry.max-attempts"))
				.anyMatch((fault) -> fault.startsWith("Faulty.one") && fault.contains("0-3,7, not '3-1'"))
				.anyMatch((fault) -> fault.startsWith("Faulty.two") && fault.contains("make it a List"))
				.anyMatch((fault) -> fault.startsWith("Faulty.three") && fault.contains("a:b")));
		assertThat(cluster.rows("group:")).isEmpty();
	}

	@Test
	void refusesAPartitionThatTheTypeDoesNotHave() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> context(TooFar.class).close())
			.withMessageContaining("TooFar.on")
			.withMessageContaining("partition 4")
			.withMessageContaining("0 to 3");
		assertThat(cluster.rows("group:")).isEmpty();
	}

	@Test
	void refusesANameThatCannotBeStored() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> context(BadName.class).close())
			.withMessageContaining("BadName.on")
			.withMessageContaining("a:b");
	}

	@Test
	void refusesAMethodThatWorksOnAfterItReturned() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> context(Later.class).close())
			.withMessageContaining("CompletableFuture")
			.withMessageContaining("wait for the result");
	}

	@Test
	void refusesATransactionThatMeansAnotherStore() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> context(OtherTransaction.class, OtherStore.class).close())
			.withMessageContaining("OtherTransaction.on")
			.withMessageContaining("@TitoTransactional");
	}

	@Test
	void acceptsATransactionThatMeansThisStore() {
		try (AnnotationConfigApplicationContext context = context(OtherTransaction.class)) {
			assertThat(context.getBean(TitoListenerContainerRegistry.class).listeners()).hasSize(1);
		}
	}

	@Test
	void parksWhatItCannotRead() throws Exception {
		try (AnnotationConfigApplicationContext context = context(Unreadable.class)) {
			context.getBean(Outbox.class).publish(OutboundEvent.of("order", "ann", "no order"));
			context.getBean(Outbox.class).publish(OutboundEvent.of("order", "bob", new Order("1", 1)));
			Unreadable listener = context.getBean(Unreadable.class);
			assertThat(listener.done.await(20, TimeUnit.SECONDS)).isTrue();
			EventLogOperations operations = context.getBean(EventLogOperations.class);
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (operations.lag("order", "shop").parked() != 1) {
				assertThat(System.nanoTime()).isLessThan(end);
			}

			assertThat(listener.references).containsExactly("1");
			assertThat(operations.lag("order", "shop").deadLetters()).isZero();
		}
	}

	private static AnnotationConfigApplicationContext context(Class<?> listeners, Class<?>... more) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(
					new MapPropertySource("test", Map.of("spring.application.name", "shop", "order.type", "invoice")));
		context.register(Infrastructure.class);
		context.registerBean(listeners.getSimpleName(), listeners);
		Stream.of(more).forEach(context::register);
		try {
			context.refresh();
			return context;
		}
		catch (RuntimeException ex) {
			context.close();
			throw ex;
		}
	}

	record Order(String reference, long amount) {

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

	static class Remembering {

		final List<String> references = new ArrayList<>();

		@TitoListener(type = "order")
		synchronized void on(Order order) {
			this.references.add(order.reference());
			notifyAll();
		}

		synchronized void await(int count) throws InterruptedException {
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (this.references.size() < count) {
				assertThat(System.nanoTime()).isLessThan(end);
				wait(1000);
			}
		}

	}

	static class Slow {

		final CountDownLatch begun = new CountDownLatch(1);

		final CountDownLatch end = new CountDownLatch(1);

		volatile boolean interrupted;

		@TitoListener(type = "order")
		void on(Order order) {
			this.begun.countDown();
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				this.interrupted = true;
			}
		}

	}

	static class Placeholders {

		@TitoListener(type = "${order.type}")
		void on(Order order) {
		}

	}

	static class Twice {

		@TitoListener(type = "order", group = "shipping")
		void one(Order order) {
		}

		@TitoListener(type = "order", group = "shipping")
		void two(Order order) {
		}

	}

	static class Partial {

		final List<List<String>> got = new CopyOnWriteArrayList<>();

		final List<String> effects = new CopyOnWriteArrayList<>();

		final CountDownLatch done = new CountDownLatch(1);

		@TitoListener(type = "order", batch = true)
		void on(List<Order> orders) {
			List<String> references = orders.stream().map(Order::reference).toList();
			this.got.add(references);
			int bad = references.indexOf("3");
			if (bad >= 0) {
				effect(references.subList(0, bad), false);
				throw new BatchListenerFailedException("at 3", new RejectEventException("no"), bad);
			}
			effect(references, true);
		}

		void effect(List<String> references, boolean whole) {
			this.effects.addAll(references);
			if (this.effects.containsAll(List.of("4", "5", "6"))) {
				this.done.countDown();
			}
		}

	}

	static class PartialTransaction extends Partial {

		@Override
		@TitoListener(type = "order", batch = true, transactional = true)
		void on(List<Order> orders) {
			super.on(orders);
		}

		@Override
		void effect(List<String> references, boolean whole) {
			// what is rolled back has no effect
			super.effect(whole ? references : List.of(), whole);
		}

	}

	static class Faulty {

		@TitoListener(type = "order", concurrency = "many", maxAttempts = "0", partitions = "3-1")
		void one(Order order) {
		}

		@TitoListener(type = "order", group = "two", batch = true)
		void two(Order order) {
		}

		@TitoListener(type = "a:b")
		void three(Order order) {
		}

	}

	static class TooFar {

		@TitoListener(type = "order", partitions = "2-4")
		void on(Order order) {
		}

	}

	static class BadName {

		@TitoListener(type = "a:b")
		void on(Order order) {
		}

	}

	static class Later {

		@TitoListener(type = "order")
		CompletableFuture<Void> on(Order order) {
			return new CompletableFuture<>();
		}

	}

	static class OtherTransaction {

		@Transactional
		@TitoListener(type = "order", transactional = true)
		void on(Order order) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherStore {

		@Bean
		@Primary
		PlatformTransactionManager otherTransactions() {
			return new AbstractPlatformTransactionManager() {
				@Override
				protected Object doGetTransaction() {
					return new Object();
				}

				@Override
				protected void doBegin(Object transaction, TransactionDefinition definition) {
				}

				@Override
				protected void doCommit(DefaultTransactionStatus status) {
				}

				@Override
				protected void doRollback(DefaultTransactionStatus status) {
				}
			};
		}

	}

	static class Unreadable {

		final List<String> references = new CopyOnWriteArrayList<>();

		final CountDownLatch done = new CountDownLatch(1);

		@TitoListener(type = "order")
		void on(Order order) {
			this.references.add(order.reference());
			this.done.countDown();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Infrastructure {

		@Bean
		static TitoListenerAnnotationBeanPostProcessor listeners() {
			return new TitoListenerAnnotationBeanPostProcessor();
		}

		@Bean(destroyMethod = "")
		TitoClient client() {
			return cluster.client();
		}

		@Bean
		LogKeys keys() {
			return new LogKeys(cluster.namespace());
		}

		@Bean
		EventTypes types(TitoClient client, LogKeys keys) {
			return new EventTypes(client, keys, (type) -> TypeSettings.DEFAULTS.withPartitions(4));
		}

		@Bean
		EventLog log(TitoClient client, LogKeys keys, EventTypes types) {
			return new EventLog(client, keys, types);
		}

		@Bean
		EventLogOperations operations(EventLog log) {
			return new EventLogOperations(log);
		}

		@Bean
		TitoTransactionManager transactions(TitoClient client) {
			return new TitoTransactionManager(client);
		}

		@Bean
		ValueCodec codec() {
			return new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build());
		}

		@Bean(initMethod = "start")
		ClusterMember member(TitoClient client) {
			return new ClusterMember(client, cluster.namespace(), "one", ClusterSettings.DEFAULTS);
		}

		@Bean
		TitoListenerContainerRegistry registry(EventLog log, ClusterMember member,
				TitoTransactionManager transactions) {
			return new TitoListenerContainerRegistry(log, member, transactions,
					(listener) -> listener.overrides().settings(), LogListener.NONE);
		}

		@Bean
		Outbox outbox(TitoClient client, EventTypes types, LogKeys keys, TitoTransactionManager transactions,
				ValueCodec codec, TitoListenerContainerRegistry registry) {
			return new TransactionalOutbox(transactions,
					new EventWriter(client, types, keys, registry, LogListener.NONE), codec);
		}

	}

}
