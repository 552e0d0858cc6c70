package io.tito.benchmark.peer.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.tito.benchmark.peer.Postgres;
import io.tito.benchmark.peer.Product;
import io.tito.benchmark.peer.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The workloads, with a product in memory: what a bad product does must be seen.
 */
@EnabledOnOs(OS.LINUX)
class WorkloadsTests {

	@TempDir
	Path directory;

	private final Ledger ledger = new Ledger(3_000_000);

	private final MemoryPeer peer = new MemoryPeer(this.ledger::onHandler);

	private Workloads workloads;

	private Path results;

	private static Scale tiny(int runs) {
		return new Scale(runs, 1_000, 20, 60, 400, 3_000, 300, 3_000, 40, 0, 0, false);
	}

	@BeforeEach
	void prepare() {
		this.results = this.directory.resolve("results.jsonl");
		this.workloads = workloads(tiny(1));
	}

	private Workloads workloads(Scale scale) {
		Product product = new Product("memory", "1", true, false, (settings, handler) -> this.peer);
		Settings settings = Settings.of(1, 50, new Postgres("", "", ""));
		return new Workloads(new Session(product, this.peer, settings, this.ledger, scale, this.results));
	}

	@Test
	void goodProductLosesAndRepeatsNothing() throws Exception {
		assertThat(measure("W2")).hasSize(1)
			.allMatch((line) -> line.contains("\"handled\":400,\"complete\":true"))
			.allMatch((line) -> line.contains("\"undrained\":0,\"lost\":0,\"duplicates\":0"));
	}

	@Test
	void eventsThatADrainNeitherHandlesNorKeepsAreLost() throws Exception {
		this.peer.losesEach = 100;

		// the first backlog, of 100, warms up; 100, 200, 300 and 400 belong to the second
		assertThat(measure("W2")).hasSize(1)
			.allMatch((line) -> line.contains("\"handled\":396,\"complete\":false"))
			.allMatch((line) -> line.contains("\"undrained\":0,\"lost\":4,\"duplicates\":0"));
	}

	@Test
	void eventsThatADrainHandlesAgainAreDuplicates() throws Exception {
		this.peer.repeatsEach = 50;

		assertThat(measure("W2")).hasSize(1).allMatch((line) -> line.contains("\"lost\":0,\"duplicates\":8"));
	}

	@Test
	void commitsThatAreNotPendingAreLost() throws Exception {
		this.peer.losesEach = 2;

		assertThat(measure("W1")).hasSize(3).noneMatch((line) -> line.contains("\"lost\":0,"));
	}

	@Test
	void lossesAndRepetitionsBesideProducersAreSeen() throws Exception {
		this.peer.losesEach = 101;
		this.peer.repeatsEach = 97;

		assertThat(measure("W3").get(0)).doesNotContain("\"lost\":0,").doesNotContain("\"duplicates\":0}");
	}

	@Test
	void scheduledEventsThatComeEarlyAreCounted() throws Exception {
		this.peer.early = Duration.ofMillis(900);

		assertThat(measure("W4")).hasSize(1).allMatch((line) -> line.contains("\"handled\":40,\"early\":40"));
	}

	@Test
	void scheduledEventsOfAGoodProductAreNotEarly() throws Exception {
		assertThat(measure("W4")).hasSize(1).allMatch((line) -> line.contains("\"handled\":40,\"early\":0"));
	}

	@Test
	void scheduledEventsAreEarlyIfTheClockOfTheProductSaysSo() throws Exception {
		this.peer.clockIsBehind = true;

		assertThat(measure("W4")).hasSize(1).allMatch((line) -> line.contains("\"handled\":40,\"early\":40"));
	}

	@Test
	void backlogsGrowAsLongAsTheRateHolds() throws Exception {
		this.workloads = workloads(tiny(2));

		assertThat(measure("W5S")).satisfiesExactly(
				(line) -> assertThat(line).contains("\"run\":1,", "\"backlog\":1000,"),
				(line) -> assertThat(line).contains("\"run\":2,", "\"backlog\":1000,"),
				(line) -> assertThat(line).contains("\"run\":1,", "\"backlog\":10000,"),
				(line) -> assertThat(line).contains("\"run\":2,", "\"backlog\":10000,"));
	}

	@Test
	void unknownWorkloadNamesThoseThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.workloads.measure("W9"))
			.withMessageContaining("W5S");
	}

	private List<String> measure(String work) throws Exception {
		this.workloads.measure(work);
		return Files.readAllLines(this.results);
	}

}
