package io.tito.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerSettings.Profile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What docs say of properties, beside the properties that there are.
 */
class PropertyDocumentationTests {

	private static final Path DOCS = Path.of("../docs");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (`tito\\.[^|]*) \\| ([^|]*) \\|");

	private static final Pattern NAME = Pattern.compile("`([^`]*)`");

	private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

	private final Map<String, JsonNode> properties = new TreeMap<>();

	PropertyDocumentationTests() throws IOException {
		try (InputStream stream = getClass().getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : JsonMapper.shared().readTree(stream).get("properties")) {
				String name = property.get("name").asString();
				if (name.startsWith("tito.")) {
					this.properties.put(name, property);
				}
			}
		}
	}

	@Test
	void everyPropertyIsDocumentedAndEveryDocumentedOneExists() throws IOException {
		Set<String> documented = new TreeSet<>();
		documented().keySet().forEach((name) -> documented.add(withoutKeys(name)));
		assertThat(documented).containsExactlyInAnyOrderElementsOf(this.properties.keySet());
	}

	@Test
	void defaultsAreDocumentedAsTheyAre() throws IOException {
		documented().forEach((name, value) -> {
			JsonNode property = this.properties.get(name);
			if (property != null && property.hasNonNull("defaultValue") && value.startsWith("`")) {
				String stated = value.substring(1, value.indexOf('`', 1));
				assertThat(stated).as(name).isEqualTo(property.get("defaultValue").asString());
			}
		});
	}

	@Test
	void everyPropertyInAnExampleExists() throws IOException {
		int examples = 0;
		for (Path file : files()) {
			Matcher yaml = YAML.matcher(Files.readString(file));
			while (yaml.find()) {
				examples++;
				for (String name : names(yaml.group(1))) {
					boolean known = this.properties.keySet()
						.stream()
						.anyMatch((property) -> name.equals(property) || name.startsWith(property + ".")
								|| name.startsWith(property + "["));
					assertThat(known).as("%s in %s", name, file).isTrue();
				}
			}
		}
		assertThat(examples).isPositive();
	}

	@Test
	void profilesAreDocumentedAsTheyAre() throws IOException {
		Map<String, List<String>> rows = Files.readAllLines(DOCS.resolve("listening.md"))
			.stream()
			.filter((line) -> line.startsWith("| `") && line.chars().filter((c) -> c == '|').count() == 6)
			.map((line) -> List.of(line.substring(2, line.length() - 1).split("\\|")))
			.collect(Collectors.toMap((cells) -> cells.get(0).trim().replace("`", ""), (cells) -> cells));
		int column = 1;
		for (Profile profile : List.of(Profile.LOW_LATENCY, Profile.BALANCED, Profile.HIGH_THROUGHPUT,
				Profile.RELAXED)) {
			ListenerSettings settings = ListenerSettings.of(profile);
			Map<String, Object> values = Map.of("batch-size", settings.batch(), "polling.min", settings.polling().min(),
					"polling.active", settings.polling().active(), "polling.idle", settings.polling().idle(),
					"polling.step", settings.polling().step(), "retry.initial-interval", settings.retry().initial(),
					"retry.max-interval", settings.retry().max(), "degrade-after", settings.degradeAfter());
			for (Map.Entry<String, Object> value : values.entrySet()) {
				assertThat(rows).containsKey(value.getKey());
				String stated = rows.get(value.getKey()).get(column).trim();
				assertThat(read(stated, value.getValue())).as("%s of %s", value.getKey(), profile)
					.isEqualTo(value.getValue());
			}
			column++;
		}
	}

	private static Object read(String stated, Object like) {
		return (like instanceof Integer) ? (Object) Integer.valueOf(stated)
				: DurationStyle.SIMPLE.parse(stated.equals("0") ? "0ms" : stated.replace(" ", "").replace("min", "m"));
	}

	/**
	 * The properties of the tables, with their defaults.
	 */
	private static Map<String, String> documented() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		String text = Files.readString(DOCS.resolve("configuration.md"));
		// the tables behind it are of meters
		Matcher rows = ROW.matcher(text.substring(0, text.indexOf("## Metrics")));
		while (rows.find()) {
			String last = "";
			List<String> names = NAME.matcher(rows.group(1)).results().map((result) -> result.group(1)).toList();
			for (String name : names) {
				// .port beside tito.embedded.host
				last = name.startsWith(".") ? last.substring(0, last.lastIndexOf('.')) + name : name;
				documented.put(last, (names.size() == 1) ? rows.group(2) : "");
			}
		}
		return documented;
	}

	/**
	 * The property that holds a map, for one of an entry.
	 */
	private static String withoutKeys(String name) {
		return name.replaceAll("(\\.<|\\[).*", "");
	}

	private static List<Path> files() throws IOException {
		try (Stream<Path> files = Stream.concat(Files.list(DOCS), Stream.of(Path.of("../README.md")))) {
			return files.filter((file) -> file.toString().endsWith(".md")).toList();
		}
	}

	private static List<String> names(String yaml) throws IOException {
		return new YamlPropertySourceLoader().load("example", new ByteArrayResource(yaml.getBytes()))
			.stream()
			.flatMap((source) -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
			.filter((name) -> name.startsWith("tito."))
			.toList();
	}

}
