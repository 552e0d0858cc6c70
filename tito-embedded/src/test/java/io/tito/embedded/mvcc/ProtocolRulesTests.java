package io.tito.embedded.mvcc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of docs/protocol-rules.md name methods that there are.
 */
class ProtocolRulesTests {

	private static final Path CHAPTER = Path.of("..", "docs", "protocol-rules.md");

	private static final Pattern SECTION = Pattern.compile("## (1(?:\\.\\d+)?) .*");

	private static final Pattern METHOD = Pattern.compile("`(\\w+)\\.(\\w+)`");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.tito.embedded");

	// a row that is lost by accident shall be missed
	@Test
	void everySectionHasAllItsRows() throws IOException {
		Map<String, Integer> rows = new LinkedHashMap<>();
		String section = "";
		for (String line : Files.readAllLines(CHAPTER)) {
			Matcher heading = SECTION.matcher(line);
			section = heading.matches() ? heading.group(1) : section;
			if (isRow(line)) {
				rows.merge(section, 1, Integer::sum);
			}
		}
		assertThat(rows).containsExactly(Map.entry("1", 7), Map.entry("1.1", 23), Map.entry("1.2", 33),
				Map.entry("1.3", 8), Map.entry("1.4", 6), Map.entry("1.5", 15), Map.entry("1.6", 5),
				Map.entry("1.7", 2), Map.entry("1.8", 26), Map.entry("1.9", 2), Map.entry("1.10", 6),
				Map.entry("1.11", 9), Map.entry("1.12", 8));
	}

	@Test
	void everyRowNamesAMethodThatThereIs() throws IOException {
		List<String> rows = Files.readAllLines(CHAPTER).stream().filter(ProtocolRulesTests::isRow).toList();
		assertThat(rows).allSatisfy((row) -> {
			String[] cells = row.substring(1, row.length() - 1).split("\\|");
			assertThat(cells).hasSize(3);
			Matcher method = METHOD.matcher(cells[2].trim());
			assertThat(method.matches()).isTrue();
			assertThat(methods(method.group(1))).contains(method.group(2));
		});
	}

	// the service inherits what it does not implement
	private static List<String> methods(String simpleName) {
		List<JavaClass> named = CLASSES.stream().filter((type) -> type.getSimpleName().equals(simpleName)).toList();
		assertThat(named).hasSize(1);
		return named.get(0)
			.getAllMethods()
			.stream()
			.filter((method) -> !method.getOwner().isEquivalentTo(Object.class))
			.map((method) -> method.getName())
			.toList();
	}

	private static boolean isRow(String line) {
		return line.startsWith("| ") && !line.startsWith("| when ");
	}

}
