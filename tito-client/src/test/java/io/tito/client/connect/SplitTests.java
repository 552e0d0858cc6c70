package io.tito.client.connect;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.CommitOutcome;
import io.tito.client.SplitResult;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Regions made ahead of the data, on a cluster of several stores.
 */
class SplitTests {

	/** Kept here, or its level would be forgotten with it. */
	private static final Logger TRANSPORT = Logger.getLogger("org.tikv.shade.io.grpc");

	static {
		TRANSPORT.setLevel(Level.OFF);
	}

	private final EmbeddedTikv server = EmbeddedTikv.builder().stores(3).start();

	private TitoClient client;

	@BeforeEach
	void connect() {
		this.client = TitoConnector.connect(new ClientSettings(List.of(this.server.address()), Duration.ofSeconds(60),
				Duration.ofSeconds(10), ClientListener.NONE));
	}

	@AfterEach
	void close() {
		this.server.faults().clear();
		this.client.close();
		this.server.close();
	}

	@Test
	void regionsBeginAtTheKeysAndAreSpread() {
		List<Key> keys = keys(16);
		SplitResult result = this.client.split(keys);
		assertThat(result).isEqualTo(new SplitResult(16, true));
		assertThat(starts()).containsAll(keys);
		assertThat(leaders(keys)).hasSize(3);
		writeAndRead(keys);
	}

	@Test
	void splittingAgainDoesNothing() {
		this.client.split(keys(8));
		long scattered = count("ScatterRegion");
		assertThat(this.client.split(keys(8))).isEqualTo(new SplitResult(0, true));
		assertThat(count("ScatterRegion")).isEqualTo(scattered);
		assertThat(this.client.split(keys(9)).regions()).as("only what is new").isEqualTo(1);
		assertThat(this.server.regions().all()).hasSize(10);
	}

	@Test
	void doesNothingWithoutKeys() {
		assertThat(this.client.split(List.of())).isEqualTo(new SplitResult(0, true));
	}

	@Test
	void manyKeysAreSplitInSeveralRequests() {
		assertThat(this.client.split(keys(200))).isEqualTo(new SplitResult(200, true));
		assertThat(count("SplitRegion")).isBetween(4L, 8L);
	}

	@Test
	void survivesSplitsOfOthersAndLostAnswers() {
		List<Key> keys = keys(8);
		this.server.faults()
			.onNext("SplitRegion", FaultAction.before(() -> this.server.regions().split(keys.get(3).bytes())));
		this.server.faults().onNext("SplitRegion", FaultAction.dropAfter());
		SplitResult result = this.client.split(keys);
		assertThat(result.settled()).isTrue();
		assertThat(starts()).containsAll(keys);
		writeAndRead(keys);
	}

	@Test
	void waitsUntilPdKnowsTheRegionsAndHasMovedThem() {
		Set<String> asked = ConcurrentHashMap.newKeySet();
		this.server.faults().onNext("ScatterRegion", FaultAction.dropBefore());
		this.server.faults().onNext("GetOperator", FaultAction.before(() -> asked.add("operator")));
		assertThat(this.client.split(keys(2)).settled()).isTrue();
		assertThat(asked).isNotEmpty();
		assertThat(count("ScatterRegion")).isEqualTo(2);
	}

	@Test
	void refusesTheEmptyKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.split(List.of(Key.wrap(new byte[0]))));
	}

	private void writeAndRead(List<Key> keys) {
		Transaction transaction = this.client.begin();
		keys.forEach((key) -> transaction.put(key, new byte[] { 1 }));
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
		assertThat(this.client.snapshot().getAll(keys)).hasSameSizeAs(keys);
	}

	private Set<Key> starts() {
		return this.server.regions()
			.all()
			.stream()
			.map((region) -> Key.wrap(region.range().start().toByteArray()))
			.collect(Collectors.toSet());
	}

	private Set<Long> leaders(List<Key> keys) {
		return keys.stream().map((key) -> this.server.regions().of(key.bytes()).leader()).collect(Collectors.toSet());
	}

	private long count(String rpc) {
		return this.server.faults().requests().getOrDefault(rpc, 0L);
	}

	private static List<Key> keys(int count) {
		return IntStream.range(0, count).mapToObj((i) -> Key.of("split:%04d".formatted(i))).toList();
	}

}
