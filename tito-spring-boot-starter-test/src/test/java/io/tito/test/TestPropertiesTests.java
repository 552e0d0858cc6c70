package io.tito.test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.tito.test.listener.ListenerMode;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class TestPropertiesTests {

	@Test
	void everyPropertyIsDescribedForEditorsAndInTheDocumentation() throws IOException {
		String chapter = Files.readString(Path.of("..", "docs", "testing.md"));
		List<String> names = new ArrayList<>();
		for (JsonNode property : metadata().get("properties")) {
			names.add(property.get("name").asString());
			assertThat(property.get("description").asString()).endsWith(".");
			assertThat(chapter).contains(
					"| `%s` | `%s` |".formatted(names.get(names.size() - 1), property.get("defaultValue").asString()));
		}
		assertThat(names).containsExactly("tito.test.listeners", "tito.test.drain-timeout");
		assertThat(metadata().get("properties").get(0).get("type").asString()).isEqualTo(ListenerMode.class.getName());
	}

	private static JsonNode metadata() throws IOException {
		try (InputStream stream = AutoConfigureTito.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(stream);
		}
	}

}
