package io.tito.log;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.connect.TitoConnector;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.FaultAction;
import io.tito.embedded.pd.Region;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionSplitsTests {

	private static final int PARTITIONS = 8;

	private final LogKeys keys = new LogKeys(new Namespace("test"));

	@Test
	void eachPartitionOfANewTypeIsARegionSpreadOverTheStores() {
		try (EmbeddedTikv server = EmbeddedTikv.builder().stores(3).start(); TitoClient client = connect(server)) {
			types(client).settings("order");
			assertThat(server.regions().all()).hasSize(PARTITIONS + 1);
			List<Region> partitions = IntStream.range(0, PARTITIONS)
				.mapToObj((partition) -> this.keys.events("order", partition))
				.map((first) -> server.regions().of(first.bytes()))
				.toList();
			assertThat(partitions.stream().map((region) -> Key.wrap(region.range().start().toByteArray())))
				.containsExactlyElementsOf(IntStream.range(0, PARTITIONS)
					.mapToObj((partition) -> this.keys.events("order", partition))
					.toList());
			Set<Long> leaders = partitions.stream().map(Region::leader).collect(Collectors.toSet());
			assertThat(leaders).hasSize(3);
		}
	}

	@Test
	void aTypeThatIsInUseStaysAsItIs() {
		try (EmbeddedTikv server = EmbeddedTikv.builder().stores(3).start(); TitoClient client = connect(server)) {
			new EventTypes(client, this.keys, (type) -> TypeSettings.DEFAULTS).settings("order");
			types(client).settings("order");
			assertThat(server.regions().all()).hasSize(1);
		}
	}

	@Test
	void aTypeThatIsNotNamedStaysInOneRegion() {
		try (EmbeddedTikv server = EmbeddedTikv.builder().stores(3).start(); TitoClient client = connect(server)) {
			types(client).settings("other");
			assertThat(server.regions().all()).hasSize(1);
		}
	}

	@Test
	void nothingIsSplitOnASingleStore() {
		try (EmbeddedTikv server = EmbeddedTikv.builder().start(); TitoClient client = connect(server)) {
			types(client).settings("order");
			assertThat(server.regions().all()).hasSize(1);
		}
	}

	@Test
	void aTypeCanBeUsedIfTheSplitFails() {
		try (EmbeddedTikv server = EmbeddedTikv.builder().stores(3).start(); TitoClient client = connect(server)) {
			server.faults().onEvery("GetAllStores", (request) -> true, FaultAction.before(() -> {
				throw new IllegalStateException("on purpose");
			}));
			assertThat(types(client).settings("order").partitions()).isEqualTo(PARTITIONS);
		}
	}

	private EventTypes types(TitoClient client) {
		return new EventTypes(client, this.keys, (type) -> TypeSettings.DEFAULTS.withPartitions(PARTITIONS),
				new PartitionSplits(client, this.keys, "order"::equals));
	}

	private static TitoClient connect(EmbeddedTikv server) {
		return TitoConnector.connect(new ClientSettings(List.of(server.address()), Duration.ofSeconds(60),
				Duration.ofSeconds(1), ClientListener.NONE));
	}

}
