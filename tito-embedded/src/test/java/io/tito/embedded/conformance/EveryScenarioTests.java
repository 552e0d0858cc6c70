package io.tito.embedded.conformance;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The suite is complete, and its data is about scenarios that there are.
 */
class EveryScenarioTests {

	private static final List<Integer> NUMBERS = IntStream.rangeClosed(1, 150).boxed().toList();

	@Test
	void everyScenarioHasASentence() {
		assertThat(Resources.scenarios().keySet()).containsExactlyElementsOf(NUMBERS);
	}

	@Test
	void everyScenarioHasATest() {
		SortedSet<Integer> tested = new TreeSet<>();
		for (JavaMethod method : new ClassFileImporter().importPackagesOf(EveryScenarioTests.class)
			.stream()
			.flatMap((type) -> type.getMethods().stream())
			.filter((method) -> method.isAnnotatedWith(Scenario.class))
			.toList()) {
			IntStream.of(method.getAnnotationOfType(Scenario.class).value()).forEach(tested::add);
		}
		assertThat(tested).containsExactlyElementsOf(NUMBERS);
	}

	@Test
	void everyExceptionNamesAScenarioAnImplementationAndAReason() {
		Set<Integer> scenarios = Resources.scenarios().keySet();
		assertThat(Resources.lines("exceptions.txt")).allSatisfy((line) -> {
			assertThat(line).matches("\\d+\\s+[a-z]+\\s+\\S.*");
			assertThat(scenarios).contains(Integer.valueOf(line.split("\\s+")[0]));
		});
	}

	@Test
	void nothingIsExpectedToDifferInTheEmbeddedServer() {
		Exceptions exceptions = Exceptions.of(ConformanceTarget.EMBEDDED);
		assertThat(NUMBERS).allMatch((number) -> exceptions.reason(number).isEmpty());
	}

}
