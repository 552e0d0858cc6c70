package io.tito.sample.process.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.tito.sample.client.SampleClient;
import io.tito.sample.client.SampleClient.Answer;
import io.tito.sample.process.EmbeddedServer;
import io.tito.sample.process.Instance;
import io.tito.sample.process.Ports;
import io.tito.sample.process.Program;
import io.tito.sample.process.kill.Attempt.Outcome;
import io.tito.sample.process.kill.History.Placed;
import io.tito.sample.process.kill.History.Shipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three instances share a server. Customers place orders while one instance after the
 * other is killed and started again; then nothing may be lost, doubled or out of order.
 */
class KillTests {

	private static final int CUSTOMERS = 17;

	private static final int ORDERS = Integer.getInteger("kill.orders", 600);

	private static final int ORDERS_PER_WAVE = Integer.getInteger("kill.wave", 4);

	private static final int KILL_WITHIN_MILLIS = 400;

	/** Three instances that start at once on a small machine take half a minute. */
	private static final String PATIENT = "--tito.tikv.connect-timeout=30s";

	private static final Duration BETWEEN_KILLS = Duration.ofSeconds(5);

	private static final Duration DRAINED = Duration.ofSeconds(60);

	private final long seed = Long.getLong("seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@Test
	@Timeout(300)
	void losesDoublesAndReordersNothingWhileInstancesAreKilled() throws Exception {
		System.out.println("Kill test with -Dseed=" + this.seed);
		try (EmbeddedServer server = EmbeddedServer.start(); Instances instances = Instances.start(server)) {
			List<Customer> customers = IntStream.rangeClosed(1, CUSTOMERS)
				.mapToObj((i) -> new Customer("customer-" + i, instances.all()))
				.toList();
			Load load = new Load(customers, ORDERS);
			int kills = killUntilPlaced(load, instances.all());
			long drain = awaitDrained(instances.all());
			History history = read(load.attempts(), customers, instances.all().get(0).awaitReady().client());
			history.writeTo(Path.of("target", "kill-test", "history.json"));
			System.out.printf("%d kills, %d accepted, %d uncertain, %d orders, %d shipments, drained after %d ms%n",
					kills, history.count(Outcome.ACCEPTED), history.count(Outcome.UNCERTAIN), history.orders().size(),
					history.shipments().size(), drain);
			assertThat(HistoryChecker.violationsOf(history)).as("seed %d", this.seed).isEmpty();
			assertThat(history.attempts()).hasSize(ORDERS);
			assertThat(history.count(Outcome.ACCEPTED)).isGreaterThan(ORDERS / 2);
			assertThat(kills).isGreaterThanOrEqualTo(5);
		}
	}

	private int killUntilPlaced(Load load, List<Instance> instances) throws InterruptedException {
		int kills = 0;
		try (load) {
			do {
				load.wave(ORDERS_PER_WAVE);
				load.await(Duration.ofMillis(this.random.nextInt(KILL_WITHIN_MILLIS)));
				kills += killOne(instances);
			}
			while (!load.await(BETWEEN_KILLS));
		}
		return kills;
	}

	private int killOne(List<Instance> instances) {
		// an instance that is still starting has nothing to lose yet
		List<Instance> ready = instances.stream().filter(Instance::isReady).toList();
		if (ready.isEmpty()) {
			return 0;
		}
		ready.get(this.random.nextInt(ready.size())).restart();
		return 1;
	}

	private static long awaitDrained(List<Instance> instances) {
		long start = System.nanoTime();
		await().atMost(DRAINED).pollInterval(Duration.ofMillis(200)).until(() -> anyDrained(instances));
		return Duration.ofNanos(System.nanoTime() - start).toMillis();
	}

	private static boolean anyDrained(List<Instance> instances) {
		for (Instance instance : instances) {
			try {
				Answer stats = instance.client().get("/stats");
				if (stats.status() == 200) {
					return stats.number("pending") == 0;
				}
			}
			catch (IOException ex) {
				// not up yet: ask the next one
			}
		}
		return false;
	}

	private static History read(List<Attempt> attempts, List<Customer> customers, SampleClient client)
			throws IOException {
		List<Placed> orders = new ArrayList<>();
		List<Shipped> shipments = new ArrayList<>();
		for (Customer customer : customers) {
			orders.addAll(ordersOf(customer, client));
			for (JsonNode shipment : client.get("/shipments?customer=" + customer.name()).json().get("items")) {
				shipments.add(new Shipped(shipment.get("orderId").asString(), shipment.get("customer").asString(),
						shipment.get("number").asLong()));
			}
		}
		return new History(attempts, orders, shipments);
	}

	private static List<Placed> ordersOf(Customer customer, SampleClient client) throws IOException {
		List<Placed> orders = new ArrayList<>();
		String path = "/orders?limit=100&customer=" + customer.name();
		Answer page = client.get(path);
		while (true) {
			for (JsonNode order : page.json().get("items")) {
				orders.add(new Placed(order.get("id").asString(), customer.name(), order.get("reference").asString()));
			}
			if (page.json().get("next").isNull()) {
				return orders;
			}
			page = client.get(path + "&after=" + page.text("next"));
		}
	}

	/**
	 * The instances, all of which end with the test.
	 */
	private record Instances(List<Instance> all) implements AutoCloseable {

		static Instances start(EmbeddedServer server) {
			List<Integer> ports = Ports.free(3);
			List<Instance> all = IntStream.range(0, 3)
				.mapToObj((i) -> Instance.start(Program.sample(), "sample-" + (i + 1), ports.get(i), server, PATIENT))
				.toList();
			try {
				all.forEach(Instance::awaitReady);
			}
			catch (RuntimeException | Error ex) {
				all.forEach(Instance::close);
				throw ex;
			}
			return new Instances(all);
		}

		@Override
		public void close() {
			this.all.forEach(Instance::close);
		}

	}

}
