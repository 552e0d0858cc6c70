package io.tito.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.annotation.FormerName;
import io.tito.annotation.TitoEntity;
import io.tito.client.Transaction;
import io.tito.codec.RowEnvelope;
import io.tito.codec.RowUpcaster;
import io.tito.key.KeyWriter;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rows that older versions of an application have stored, kept as files, are read by the
 * present one.
 */
class RowEvolutionTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.template = TestStore.of(cluster, List.of(), List.of(new SplitPrice(), new NestCost())).template();
	}

	@Test
	void readsAnAddedFieldAsNullOrEmpty() {
		assertThat(parcel("field-added"))
			.isEqualTo(new Parcel("1", "ann", List.of(), Set.of(), Map.of(), null, 0, false, 3));
	}

	@Test
	void ignoresARemovedField() {
		assertThat(parcel("field-removed").customer()).isEqualTo("ann");
	}

	@Test
	void readsARenamedFieldUnderItsFormerName() {
		Parcel parcel = parcel("field-renamed");
		assertThat(parcel.customer()).isEqualTo("ann");
		assertThat(parcel.notes()).containsExactly("n");
		this.template.save(parcel);
		assertThat(payload()).contains("\"customer\":\"ann\"").doesNotContain("buyer");
		assertThat(this.template.findById(Parcel.class, "1")).map(Parcel::customer).contains("ann");
	}

	@Test
	void readsAnAddedPrimitiveAsItsDefault() {
		Parcel parcel = parcel("primitive-added");
		assertThat(parcel.weight()).isZero();
		assertThat(parcel.fragile()).isFalse();
	}

	@Test
	void readsStoredNullsAsAbsent() {
		assertThat(parcel("null-stored")).isEqualTo(parcel("field-added"));
	}

	@Test
	void readsAnOlderRevisionThroughItsUpcasters() {
		Priced expected = new Priced("1", new Cost(new BigDecimal("12.50"), "EUR"), List.of(Map.of("n", 1)));
		assertThat(priced("revision-0")).isEqualTo(expected);
		assertThat(priced("revision-1")).isEqualTo(expected);
	}

	@Test
	void writesThePresentRevision() {
		this.template.save(priced("revision-0"));
		RowEnvelope stored = envelope();
		assertThat(stored.revision()).isEqualTo(2);
		assertThat(stored.version()).isEqualTo(4);
		assertThat(payload()).contains("\"cost\":{\"amount\":12.50,\"currency\":\"EUR\"}");
		assertThat(this.template.findById(Priced.class, "1")).map(Priced::cost).map(Cost::currency).contains("EUR");
	}

	@Test
	void refusesARevisionThatItDoesNotKnow() {
		assertThatExceptionOfType(DataRetrievalFailureException.class).isThrownBy(() -> priced("revision-3"))
			.withMessageContaining("The row of 'priced' at " + cluster.namespace().name() + ":data:priced")
			.havingCause()
			.withMessage(
					"The row was written in revision 3, this version of the application knows 2: deploy the newer one");
		assertThatExceptionOfType(DataRetrievalFailureException.class)
			.isThrownBy(() -> this.template.save(new Priced("1", new Cost(BigDecimal.ONE, "EUR"), List.of())));
		assertThat(envelope().revision()).isEqualTo(3);
	}

	@Test
	void refusesARevisionWhoseUpcasterIsGone() {
		store("late", "revision-0");
		assertThatExceptionOfType(DataRetrievalFailureException.class)
			.isThrownBy(() -> this.template.findById(Late.class, "1"))
			.havingCause()
			.withMessage("The row was written in revision 0, rows are read from revision 1 on: "
					+ "lower oldestRevision of @TitoEntity and bring the upcasters back");
	}

	@Test
	void readsEveryGoldenRowAgainAsItIsWrittenNow() {
		for (String name : List.of("field-added", "field-removed", "field-renamed", "primitive-added", "null-stored")) {
			Parcel read = parcel(name);
			Parcel saved = this.template.save(read);
			assertThat(this.template.findById(Parcel.class, "1")).as(name).contains(saved);
			this.template.delete(saved);
		}
	}

	private Parcel parcel(String golden) {
		store("parcel", golden);
		return this.template.findById(Parcel.class, "1").orElseThrow();
	}

	private Priced priced(String golden) {
		store("priced", golden);
		return this.template.findById(Priced.class, "1").orElseThrow();
	}

	private static void store(String entity, String golden) {
		Transaction transaction = cluster.client().begin();
		transaction.put(cluster.namespace().prefix("data", entity).append(KeyWriter.keyOf("1")), bytes(golden));
		transaction.commit();
	}

	private static byte[] bytes(String golden) {
		try (InputStream file = RowEvolutionTests.class.getResourceAsStream("/rows/" + golden + ".hex")) {
			String hex = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
			return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RowEnvelope envelope() {
		return RowEnvelope.decode(cluster.rows("data:").get(0).value());
	}

	private static String payload() {
		return new String(envelope().payload(), StandardCharsets.UTF_8);
	}

	@TitoEntity("parcel")
	record Parcel(@Id String id, @FormerName( {
			"buyer", "client" }) String customer, List<String> notes, Set<String> tags, Map<String, Integer> counts,
			@Nullable Cost cost, int weight, boolean fragile, @Version long version){
	}

	record Cost(BigDecimal amount, String currency) {
	}

	@TitoEntity(value = "priced", revision = 2)
	record Priced(@Id String id, Cost cost, List<Map<String, Integer>> parts) {
	}

	@TitoEntity(value = "late", revision = 1, oldestRevision = 1)
	record Late(@Id String id) {
	}

	/**
	 * "12.50 EUR" becomes a number and a currency.
	 */
	private static final class SplitPrice implements RowUpcaster {

		@Override
		public Class<?> type() {
			return Priced.class;
		}

		@Override
		public int revision() {
			return 0;
		}

		@Override
		public Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> row) {
			String[] price = String.valueOf(row.get("price")).split(" ");
			row.put("price", new BigDecimal(price[0]));
			row.put("currency", price[1]);
			return row;
		}

	}

	/**
	 * Number and currency become an object.
	 */
	private static final class NestCost implements RowUpcaster {

		@Override
		public Class<?> type() {
			return Priced.class;
		}

		@Override
		public int revision() {
			return 1;
		}

		@Override
		public Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> row) {
			Map<String, @Nullable Object> next = new LinkedHashMap<>(row);
			assertThat(row.get("price")).isEqualTo(new BigDecimal("12.50"));
			next.put("cost", Map.of("amount", next.remove("price"), "currency", next.remove("currency")));
			return next;
		}

	}

}
