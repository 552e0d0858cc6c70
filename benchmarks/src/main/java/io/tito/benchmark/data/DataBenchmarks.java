package io.tito.benchmark.data;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.tito.benchmark.data.Purchase.Indexed;
import io.tito.benchmark.data.Purchase.Indexed4;
import io.tito.benchmark.data.Purchase.Plain;
import io.tito.benchmark.data.Purchase.Small;
import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.connect.TitoConnector;
import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.core.TitoTemplate;
import io.tito.embedded.EmbeddedTikv;
import io.tito.key.Namespace;
import io.tito.mapping.TitoMappingContext;
import io.tito.transaction.TitoTransactionManager;

/**
 * Measures saves, reads by id and pages by an index, at several numbers of threads, and
 * how a page grows with the table. Arguments: {@code --rows=10000,1000000 --threads=1,16
 * --seconds=2}.
 */
final class DataBenchmarks implements AutoCloseable {

	private static final PrintStream OUT = System.out;

	private static final int PAGE = 20;

	private static final int CUSTOMERS = 100;

	private static final int BATCH = 1000;

	private static final int SMALL = 10_000;

	private static final int ROUNDS = 7;

	private static final String TEXT = "some words about what was bought, as they are in a row of usual size";

	private final EmbeddedTikv server = EmbeddedTikv.builder().start();

	private final TitoClient client = TitoConnector.connect(new ClientSettings(List.of(this.server.address()),
			Duration.ofSeconds(30), Duration.ofSeconds(30), ClientListener.NONE));

	private final TitoTemplate template = template(this.client);

	private final AtomicLong ids = new AtomicLong();

	private long rows;

	/**
	 * Measure.
	 * @param arguments see the class
	 * @throws Exception if something that is measured fails
	 */
	public static void main(String... arguments) throws Exception {
		List<Long> rows = numbers(arguments, "--rows=", "10000,1000000");
		List<Long> threads = numbers(arguments, "--threads=", "1,16");
		double seconds = numbers(arguments, "--seconds=", "2").get(0);
		try (DataBenchmarks benchmarks = new DataBenchmarks()) {
			for (long count : rows) {
				benchmarks.fill(count);
				for (long number : threads) {
					benchmarks.measure((int) number, seconds);
				}
			}
			benchmarks.growth(seconds);
		}
	}

	private static List<Long> numbers(String[] arguments, String name, String otherwise) {
		String given = Arrays.stream(arguments)
			.filter((argument) -> argument.startsWith(name))
			.map((argument) -> argument.substring(name.length()))
			.findFirst()
			.orElse(otherwise);
		return Arrays.stream(given.split(",")).map(Long::valueOf).toList();
	}

	private static TitoTemplate template(TitoClient client) {
		TitoMappingContext mapping = new TitoMappingContext();
		mapping.afterPropertiesSet();
		return new TitoTemplate(client, new TitoTransactionManager(client), mapping,
				new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build()), new Namespace("bench"), List.of());
	}

	private void fill(long count) {
		while (this.rows < count) {
			List<Indexed> batch = new ArrayList<>(BATCH);
			for (int i = 0; i < BATCH && this.rows < count; i++) {
				batch.add(indexed(this.rows++));
			}
			this.template.saveAll(batch);
		}
	}

	private void measure(int threads, double seconds) throws Exception {
		measure("save, no index", threads, seconds,
				() -> this.template.insert(new Plain(fresh(), customer(), now(), 7, TEXT)));
		measure("save, one index", threads, seconds,
				() -> this.template.insert(new Indexed("s" + fresh(), "new", now(), 7, TEXT)));
		measure("save, four indexes", threads, seconds,
				() -> this.template.insert(new Indexed4(fresh(), customer(), now(), 7, TEXT)));
		measure("find by id", threads, seconds, () -> this.template.findById(Indexed.class, id(random())));
		measure("page of 20 by index", threads, seconds, () -> page(Indexed.class));
	}

	/**
	 * Pages of a small table and of the large one in turn, so that what disturbs the
	 * machine disturbs both.
	 */
	private void growth(double seconds) throws Exception {
		List<Small> small = new ArrayList<>();
		for (long i = 0; i < SMALL; i++) {
			small.add(new Small(id(i), "customer" + i % CUSTOMERS, i, i % 1000, TEXT));
			if (small.size() == BATCH) {
				this.template.saveAll(small);
				small.clear();
			}
		}
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			double before = median(run(1, seconds, () -> page(Small.class)));
			double after = median(run(1, seconds, () -> page(Indexed.class)));
			ratios.add(after / before);
			OUT.printf(Locale.ROOT, "page of 20: %,d rows %,.0f us, %,d rows %,.0f us%n", SMALL, before, this.rows,
					after);
		}
		ratios.sort(Double::compare);
		OUT.printf(Locale.ROOT, "page of 20: %.2f times as long, median of %d rounds%n", ratios.get(ROUNDS / 2),
				ROUNDS);
	}

	private void page(Class<? extends Purchase> type) {
		this.template.query(type).where("customer", customer()).orderBy("at").reverse().limit(PAGE).execute();
	}

	private static double median(List<Long> nanos) {
		nanos.sort(Long::compare);
		return nanos.get(nanos.size() / 2) / 1000.0;
	}

	private void measure(String what, int threads, double seconds, Runnable work) throws Exception {
		run(threads, seconds / 4, work);
		List<Long> nanos = run(threads, seconds, work);
		nanos.sort(Long::compare);
		OUT.printf(Locale.ROOT, "%,9d rows %3d threads  %-20s %,9.0f per second  median %,8.0f us  p99 %,8.0f us%n",
				this.rows, threads, what, nanos.size() / seconds, nanos.get(nanos.size() / 2) / 1000.0,
				nanos.get(nanos.size() * 99 / 100) / 1000.0);
	}

	private static List<Long> run(int threads, double seconds, Runnable work) throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(threads);
		try {
			long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
			List<Future<List<Long>>> running = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				running.add(pool.submit(() -> loop(end, work)));
			}
			List<Long> all = new ArrayList<>();
			for (Future<List<Long>> one : running) {
				all.addAll(one.get());
			}
			return all;
		}
		finally {
			pool.shutdownNow();
		}
	}

	private static List<Long> loop(long end, Runnable work) {
		List<Long> nanos = new ArrayList<>();
		long from = System.nanoTime();
		do {
			work.run();
			long now = System.nanoTime();
			nanos.add(now - from);
			from = now;
		}
		while (from - end < 0);
		return nanos;
	}

	private static Indexed indexed(long number) {
		return new Indexed(id(number), "customer" + number % CUSTOMERS, number, number % 1000, TEXT);
	}

	private static String id(long number) {
		return "p%09d".formatted(number);
	}

	private String fresh() {
		return "n" + this.ids.incrementAndGet();
	}

	private long random() {
		return ThreadLocalRandom.current().nextLong(this.rows);
	}

	private static String customer() {
		return "customer" + ThreadLocalRandom.current().nextInt(CUSTOMERS);
	}

	private static long now() {
		return System.nanoTime();
	}

	@Override
	public void close() {
		this.client.close();
		this.server.close();
	}

}
