package io.tito.client.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault at each request of each protocol: what was said of the outcome is true, all
 * of a transaction is seen or nothing, and no lock stays.
 */
class FaultMatrixTests {

	private static Matrix matrix;

	@BeforeAll
	static void start() {
		matrix = new Matrix();
	}

	@AfterAll
	static void print() throws IOException {
		String table = matrix.table(Fault.all());
		System.out.println(table);
		Files.writeString(Path.of("target", "fault-matrix.txt"), table);
		matrix.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "one-phase", "async-commit", "two-phase", "pessimistic", "reads", "resolve", "pd" })
	void everyFaultAtEveryRequest(String protocol) {
		int before = matrix.failures().size();
		for (Step step : Steps.of(protocol)) {
			for (Layout layout : step.layouts()) {
				for (Fault fault : Fault.at(step)) {
					matrix.run(step, fault, layout);
				}
			}
		}
		List<String> failures = matrix.failures();
		assertThat(failures.subList(before, failures.size())).isEmpty();
	}

}
