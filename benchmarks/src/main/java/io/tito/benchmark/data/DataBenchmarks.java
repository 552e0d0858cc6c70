package io.tito.benchmark.data;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.tito.benchmark.Server;
import io.tito.benchmark.Setup;
import io.tito.benchmark.Storage;
import io.tito.benchmark.data.Usage.Requests;
import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.connect.TitoConnector;
import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.core.TitoTemplate;
import io.tito.key.Namespace;
import io.tito.mapping.TitoMappingContext;
import io.tito.transaction.TitoTransactionManager;

/**
 * Measures what saves, reads by id and pages by an index cost, what each index adds to a
 * save, and how a page grows with the table. See the README of this module.
 */
final class DataBenchmarks implements AutoCloseable {

	private static final PrintStream OUT = System.out;

	private static final int WARMUP_SECONDS = 1;

	private static final int WARMUP_ROUNDS = 4;

	private final Options options;

	private final Requests requests = new Requests();

	private final Server server;

	private final TitoClient client;

	private final Workloads workloads;

	private DataBenchmarks(Options options) throws IOException {
		this.options = options;
		this.server = new Setup(options.place(), Storage.MEMORY).start();
		this.client = TitoConnector.connect(new ClientSettings(List.of(this.server.address()), Duration.ofSeconds(30),
				Duration.ofSeconds(30), this.requests));
		this.workloads = new Workloads(template(this.client));
	}

	/**
	 * Measure.
	 * @param arguments see {@link Options}
	 * @throws Exception if something that is measured fails
	 */
	public static void main(String... arguments) throws Exception {
		try (DataBenchmarks benchmarks = new DataBenchmarks(Options.parse(arguments))) {
			benchmarks.run();
		}
	}

	private static TitoTemplate template(TitoClient client) {
		TitoMappingContext mapping = new TitoMappingContext();
		mapping.afterPropertiesSet();
		return new TitoTemplate(client, new TitoTransactionManager(client), mapping,
				new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build()), new Namespace("bench"), List.of());
	}

	private void run() throws Exception {
		this.workloads.prepare();
		this.workloads.fill(this.options.rows().get(0));
		Costs.inTurn(this.workloads.all(), 2, WARMUP_SECONDS, WARMUP_ROUNDS, this.requests);
		for (long rows : this.options.rows()) {
			this.workloads.fill(rows);
			for (int threads : this.options.threads()) {
				Costs costs = measure(this.workloads.all(), threads);
				costs.print(OUT, rows);
				OUT.println();
				costs.printPerIndex(OUT, "insert", Workloads.INSERT_0, Workloads.INSERT_4, 4);
				costs.printPerIndex(OUT, "save of a known row", Workloads.SAVE_0, Workloads.SAVE_4, 4);
			}
		}
		growth();
	}

	private Costs measure(List<Work> works, int threads) throws Exception {
		return Costs.inTurn(works, threads, this.options.seconds(), this.options.rounds(), this.requests);
	}

	private void growth() throws Exception {
		List<Work> pages = this.workloads.pages();
		Costs costs = measure(pages, 1);
		List<Cost> small = costs.byWork().values().iterator().next();
		List<Cost> large = List.copyOf(costs.byWork().values()).get(1);
		double[] ratios = new double[small.size()];
		for (int i = 0; i < ratios.length; i++) {
			ratios[i] = large.get(i).micros() / small.get(i).micros();
		}
		costs.print(OUT, this.options.rows().get(this.options.rows().size() - 1));
		OUT.printf(Locale.ROOT, "%na page of the large table takes %.2f times as long as one of %,d rows%n",
				Cost.median(ratios), Workloads.SMALL);
	}

	@Override
	public void close() {
		this.client.close();
		this.server.close();
	}

}
