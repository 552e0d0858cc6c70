package io.tito.autoconfigure;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class PropertyMetadataTests {

	@Test
	void everyPropertyHasADescriptionAndType() throws Exception {
		List<String> named = new ArrayList<>();
		for (JsonNode property : metadata().get("properties")) {
			String name = property.get("name").asString();
			assertThat(property.hasNonNull("description")).as("description of " + name).isTrue();
			assertThat(property.get("description").asString()).as("description of " + name).endsWith(".");
			assertThat(property.hasNonNull("type")).as("type of " + name).isTrue();
			named.add(name);
		}
		assertThat(named).contains("tito.namespace", "tito.namespace-shared", "tito.tikv.pd-addresses",
				"tito.tikv.connect-timeout", "tito.tikv.request-timeout", "tito.embedded.enabled", "tito.embedded.host",
				"tito.embedded.port", "tito.embedded.data-directory", "tito.embedded.in-process",
				"tito.tikv.host-mapping", "tito.tikv.ssl.bundle", "tito.instance.name", "tito.cluster.session-timeout",
				"tito.transaction.lock-wait", "tito.outbox.default-partitions", "tito.outbox.types",
				"tito.listener.auto-startup", "tito.listener.profile", "tito.listener.concurrency",
				"tito.listener.batch-size", "tito.listener.retry.max-attempts", "tito.listener.retry.initial-interval",
				"tito.listener.retry.multiplier", "tito.listener.retry.max-interval", "tito.gc.enabled", "tito.gc.life",
				"tito.gc.interval", "management.endpoint.titoindexes.access");
	}

	private static JsonNode metadata() throws Exception {
		try (InputStream stream = PropertyMetadataTests.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(stream);
		}
	}

}
