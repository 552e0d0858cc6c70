package io.tito.autoconfigure.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tito.autoconfigure.docs.DocsApplication.Billing;
import io.tito.client.Scan;
import io.tito.client.TitoClient;
import io.tito.key.Key;
import io.tito.listener.container.PartitionAssignment;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.DeadLetter;
import io.tito.log.EventCodec;
import io.tito.log.EventId;
import io.tito.log.EventLogOperations;
import io.tito.log.GroupInfo;
import io.tito.log.PartitionGrowth;
import io.tito.log.StoredEvent;
import io.tito.outbox.EntityEvents;
import io.tito.retention.RetentionJob;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What docs/publishing.md, docs/listening.md, docs/failure-handling.md and
 * docs/operations.md show is this code, and it works.
 */
@SpringBootTest(properties = { "spring.application.name=docs", "tito.outbox.default-partitions=4",
		"tito.outbox.retention=7d",
		"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
class DocumentedExamplesTests {

	private static final Pattern REGION = Pattern.compile("(?s)\\t*// tag::([a-z-]+)\\[]\\n(.*?)\\n\\t*// end::\\1");

	@Autowired
	Publishing publishing;

	@Autowired
	Operating operating;

	@Autowired
	Billing billing;

	@Autowired
	Listening listening;

	@Autowired
	Partners partners;

	@Autowired
	TitoListenerContainerRegistry registry;

	@Autowired
	Orders orders;

	@Autowired
	TitoClient client;

	@Autowired
	EventLogOperations log;

	@Autowired
	RetentionJob retention;

	@ParameterizedTest
	@CsvSource({ "Order, publishing", "Publishing, publishing", "Operating, operations",
			"Listening, listening+failure-handling" })
	void documentsShowTheExamples(String source, String document) throws IOException {
		String code = Files.readString(Path.of("src/test/java/io/tito/autoconfigure/docs/" + source + ".java"));
		String text = "";
		for (String name : document.split("\\+")) {
			text += Files.readString(Path.of("../docs/" + name + ".md"));
		}
		Matcher regions = REGION.matcher(code);
		int found = 0;
		while (regions.find()) {
			String shown = regions.group(2).replaceAll("(?m)^\\t(?=\\t|\\S)", "").replace("\t", "    ");
			if (source.equals("Order")) {
				shown = regions.group(2).replace("\t", "    ");
			}
			assertThat(text).as(regions.group(1)).contains(shown);
			found++;
		}
		assertThat(found).isPositive();
	}

	@Test
	void publishesInEveryWayThatIsShown() {
		Instant tomorrow = this.client.timestamp().instant().plus(Duration.ofDays(1));
		this.publishing.place(Order.of("eve", 1));
		assertThat(events("confirmation")).filteredOn((event) -> event.key().equals("eve")).hasSize(1);
		assertThat(events("review")).extracting((event) -> new String(event.payload()))
			.anySatisfy((payload) -> assertThat(payload).contains("\"customer\":\"eve\""));
		EventId reminder = this.publishing.remind("o-1", tomorrow);
		assertThat(this.publishing.later(reminder, tomorrow)).isTrue();
		assertThat(this.publishing.never(reminder)).isTrue();
		assertThat(events("reminder")).isEmpty();
		assertThat(this.publishing.remindAll(List.of("o-1", "o-2"))).hasSize(2);
		assertThat(this.publishing.pay("r-1", "o-1")).isEqualTo(this.publishing.pay("r-1", "o-1"));
		this.publishing.raw(this.publishing.message());
		assertThat(events("raw")).extracting(StoredEvent::payloadType).containsExactly("proto/shop.Order");
	}

	@Test
	void publishesApplicationEventsAndAdjustsSingleCalls() {
		int before = events("order").size();
		this.publishing.importAll(List.of(Order.of("ian", 1)));
		assertThat(events("order")).hasSize(before);
		Order order = this.publishing.refund(Order.of("ian", 2));
		assertThat(events("order")).filteredOn((event) -> "refund".equals(event.headers().get("cause"))).hasSize(1);
		this.publishing.ship(order);
		assertThat(events("shipped")).extracting(StoredEvent::key).containsExactly("ian");
	}

	@Test
	void listensAsIsShown() throws Exception {
		String customer = "odd" + System.nanoTime();
		EntityEvents.withHeaders(Map.of("cause", "test"), () -> this.orders.save(Order.of(customer, 1)));
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.partners.did).contains("sent " + customer, "closed",
					"booked " + customer + " test", "counted " + customer, "indexed " + customer, "entered " + customer,
					"archived " + customer));
		this.orders.save(Order.of("rejected", -1));
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.log.deadLetters("order", "invoices", 10)).extracting(DeadLetter::lane)
				.containsExactly("rejected"));
		this.listening.takeStock(() -> assertThat(this.registry.isPaused("shipping")).isTrue());
		this.listening.restart();
		assertThat(this.registry.isRunning("shipping")).isTrue();
		assertThat(this.registry.settings("archive").assignment()).isEqualTo(PartitionAssignment.parse("0-3"));
	}

	@Test
	void pausesAsIsShown() {
		this.operating.pause();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(this.operating::isQuiet);
		assertThat(this.log.groups("order")).filteredOn(GroupInfo::paused)
			.extracting(GroupInfo::group)
			.containsExactly("shipping");
		String customer = "paused" + System.nanoTime();
		this.orders.save(Order.of(customer, 1));
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.partners.did.contains("entered " + customer));
		assertThat(this.partners.did).doesNotContain("sent " + customer);
		this.operating.resume();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.partners.did.contains("sent " + customer));
	}

	@Test
	void operatesAsIsShown() {
		this.billing.refused.add("bob");
		this.orders.save(Order.of("bob", 1));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !this.operating.failed().isEmpty());
		assertThat(this.operating.failed()).extracting(DeadLetter::lane).containsExactly("bob");
		assertThat(this.operating.lag()).contains("1 given up");
		assertThat(this.operating.wouldTryAgain().affected()).isEqualTo(1);
		assertThat(this.operating.tryAgain().affected()).as("it failed with another exception").isZero();
		assertThat(this.operating.giveUp("bob").affected()).isEqualTo(1);
		assertThat(this.operating.forget(this.client.timestamp().instant())).isZero();
		this.billing.refused.clear();
		assertThat(this.operating.billAgain(Instant.EPOCH).events()).isPositive();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.billing.billed.contains("bob"));
		assertThat(this.operating.retire().parked()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> this.log.removeGroup("order", "billing"))
			.withMessageContaining("in use");
		assertThat(this.retention.settings().retention()).isEqualTo(Duration.ofDays(7));
	}

	@Test
	void growsAsIsShown() {
		assertThat(this.operating.hasGrown()).isTrue();
		PartitionGrowth announced = this.operating.grow();
		assertThat(announced.to()).isEqualTo(8);
		assertThat(announced.switchAt()).isAfter(this.client.timestamp().instant().plusSeconds(80));
		assertThat(this.operating.hasGrown()).isFalse();
		this.publishing.place(Order.of("jim", 1));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.billing.billed.contains("jim"));
	}

	private List<StoredEvent> events(String type) {
		return this.client.snapshot()
			.scan(Scan.prefix(Key.of("tito:event:" + type + ":")))
			.stream()
			.map((row) -> EventCodec.decode(row.value()))
			.toList();
	}

}
