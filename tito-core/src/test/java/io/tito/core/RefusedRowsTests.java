package io.tito.core;

import java.util.List;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.index.IndexBuilder;
import io.tito.index.IndexMembers;
import io.tito.index.IndexStatus;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.DuplicateEntryException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.core.convert.converter.Converter;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rows that are refused, and in which words: what, where, and what to do. Nothing is
 * written.
 */
class RefusedRowsTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.template = TestStore.of(cluster).template();
	}

	@Test
	void saysWhichConditionOfAnIndexFailed() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.save(new Failing("1", null)))
			.withMessageStartingWith("The condition 'text.length() > 3' of the index 'long' failed for a row of "
					+ Failing.class.getName() + ": ")
			.withMessageEndingWith("Mend the condition");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.save(new Vague("1", "text")))
			.withMessage("The condition 'text' of the index 'vague' gave neither true nor false: "
					+ "compare something in it");
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void saysWhichClassCannotBeWrittenAsJson() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.save(new Endless("1", new Ring())))
			.withMessage("A value of %s cannot be written as JSON; see the cause for the property"
				.formatted(Endless.class.getName()));
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void saysWhichConverterGaveNull() {
		TitoTemplate converting = TestStore.of(cluster, List.of(new WriteCode(), new ReadCode()), List.of()).template();
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> converting.save(new Coded(new Code("none"), "text")))
			.withMessage("The converter from %s to java.lang.String gave null: return a value for each that is not null"
				.formatted(Code.class.getName()));
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void saysThatAnInstanceWasNeverSaved() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.delete(new Plain(null, "text", null)))
			.withMessage("An instance of 'plain' has no id and cannot be found in the store: save it first");
	}

	@Test
	void saysWhichVersionIsStoredAndWhichWasExpected() {
		Plain saved = this.template.save(new Plain(null, "text", null));
		this.template.save(saved);
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.template.delete(saved))
			.withMessage("Row '%s' of 'plain' is at version 1, expected version 0: read it again and decide anew"
				.formatted(saved.id()));
		this.template.deleteById(Plain.class, saved.id());
		assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> this.template.save(saved))
			.withMessage(
					"Row '%s' of 'plain' does not exist any more, expected version 0: read it again and decide anew"
						.formatted(saved.id()));
	}

	@Test
	void saysWhichValueOfWhichIndexIsTaken() {
		this.template.save(new Unique("1", "ann", 7));
		assertThatExceptionOfType(DuplicateEntryException.class)
			.isThrownBy(() -> this.template.save(new Unique("2", "ann", 7)))
			.withMessage("Another row of 'unique' has the value [ann, 7] in the unique index 'once'; "
					+ "nothing was written");
		assertThat(this.template.count(Unique.class)).isEqualTo(1);
	}

	/**
	 * Rows that were written before an index was there may have no place in it.
	 */
	@Test
	void saysWhichRowKeepsAnIndexFromBeingBuilt() {
		this.template.save(new Failing.Before("1", null));
		TitoTemplate later = TestStore.of(cluster).template();
		IndexBuilder builder = later.indexes().builder(Failing.class, IndexMembers.ALONE);
		builder.run();
		cluster.pass(TestStore.LEASE.multipliedBy(2));
		builder.run();
		assertThat(later.indexes().status(Failing.class)).singleElement()
			.extracting(IndexStatus::problem)
			.asString()
			.startsWith("the row " + cluster.namespace().name() + ":data:failing")
			.contains("has no place in it: The condition 'text.length() > 3' of the index 'long' failed");
	}

	@TitoEntity("failing")
	@TitoIndex(name = "long", fields = "id", condition = "text.length() > 3")
	record Failing(@Id String id, @Nullable String text) {

		/** As the application had it before it had the index. */
		@TitoEntity("failing")
		record Before(@Id String id, @Nullable String text) {
		}

	}

	@TitoEntity("vague")
	@TitoIndex(name = "vague", fields = "id", condition = "text")
	record Vague(@Id String id, String text) {
	}

	@TitoEntity("plain")
	record Plain(@Id @Nullable String id, String text, @Version @Nullable Long version) {
	}

	@TitoEntity("unique")
	@TitoIndex(name = "once", fields = { "name", "number" }, unique = true)
	record Unique(@Id String id, String name, int number) {
	}

	@TitoEntity("endless")
	record Endless(@Id String id, Ring ring) {
	}

	static final class Ring {

		final Ring next = this;

	}

	@TitoEntity("coded")
	record Coded(@Id Code id, String text) {
	}

	record Code(String text) {
	}

	@WritingConverter
	static final class WriteCode implements Converter<Code, String> {

		@Override
		public @Nullable String convert(Code code) {
			return code.text().equals("none") ? null : code.text();
		}

	}

	@ReadingConverter
	static final class ReadCode implements Converter<String, Code> {

		@Override
		public Code convert(String text) {
			return new Code(text);
		}

	}

}
