package io.tito.sample.cost;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.embedded.EmbeddedTikv;
import io.tito.sample.SampleApplication;
import io.tito.sample.client.SampleClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts, at the server, what one request costs. Listeners are off, so that all that is
 * left beside it is the heartbeat of the instance; the cheapest of several requests is
 * one that no heartbeat met.
 */
@SpringBootTest(classes = { SampleApplication.class, RequestCostTests.Server.class },
		webEnvironment = WebEnvironment.RANDOM_PORT, properties = "tito.listener.auto-startup=false")
class RequestCostTests {

	private static final String TIMESTAMP = "Tso";

	/** Enough to outlast what the application does at its start. */
	private static final int REQUESTS = 150;

	@LocalServerPort
	private int port;

	@Autowired
	private EmbeddedTikv server;

	private SampleClient sample;

	@BeforeEach
	void connect() throws IOException {
		this.sample = new SampleClient(this.port);
		order();
	}

	@Test
	void writesAnOrderItsIndexesAndItsEventInOneTrip() throws IOException {
		Map<String, Long> cost = cheapest(this::order);
		System.out.println("One POST /orders costs " + cost);
		assertThat(cost).containsEntry(TIMESTAMP, 1L);
		assertThat(cost).containsEntry("KvPrewrite", 1L);
		cost.keySet().removeAll(List.of(TIMESTAMP, "KvPrewrite"));
		assertThat(cost.values().stream().mapToLong(Long::longValue).sum()).as("the unique check in %s", cost)
			.isLessThanOrEqualTo(1);
	}

	@Test
	void readsAnOrderByItsIdInOneTrip() throws IOException {
		String id = order();
		Map<String, Long> cost = cheapest(() -> this.sample.get("/orders/" + id));
		System.out.println("One GET /orders/{id} costs " + cost);
		assertThat(cost).containsOnly(Map.entry("KvGet", 1L));
	}

	private String order() throws IOException {
		return this.sample.order("ann", UUID.randomUUID().toString(), 1).text("id");
	}

	private Map<String, Long> cheapest(Request request) throws IOException {
		Map<String, Long> cheapest = cost(request);
		for (int i = 1; i < REQUESTS; i++) {
			Map<String, Long> cost = cost(request);
			if (sum(cost) < sum(cheapest)) {
				cheapest = cost;
			}
		}
		return cheapest;
	}

	private Map<String, Long> cost(Request request) throws IOException {
		Map<String, Long> before = requests();
		request.send();
		Map<String, Long> cost = requests();
		before.forEach((name, count) -> cost.merge(name, -count, Long::sum));
		cost.values().removeIf((count) -> count == 0);
		return cost;
	}

	/**
	 * Requests only: not the messages that carry them, nor the timestamps they return.
	 */
	private Map<String, Long> requests() {
		Map<String, Long> requests = new TreeMap<>(this.server.faults().requests());
		requests.keySet().removeAll(List.of("BatchCommands", "Tso.timestamps"));
		return requests;
	}

	private static long sum(Map<String, Long> cost) {
		return cost.values().stream().mapToLong(Long::longValue).sum();
	}

	@FunctionalInterface
	private interface Request {

		Object send() throws IOException;

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Server {

		@Bean
		EmbeddedTikv embeddedTikv() {
			return EmbeddedTikv.builder().start();
		}

		@Bean
		TitoConnectionDetails connectionDetails(EmbeddedTikv server) {
			return () -> List.of(server.address());
		}

	}

}
