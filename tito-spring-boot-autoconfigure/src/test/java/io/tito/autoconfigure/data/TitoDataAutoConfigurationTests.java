package io.tito.autoconfigure.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.tito.autoconfigure.TitoRunner;
import io.tito.autoconfigure.data.ambiguous.Rides;
import io.tito.autoconfigure.data.faulty.Nameless;
import io.tito.autoconfigure.data.multi.Invoice;
import io.tito.autoconfigure.data.multi.Invoices;
import io.tito.autoconfigure.data.multi.Note;
import io.tito.autoconfigure.data.multi.Notes;
import io.tito.autoconfigure.data.scan.Pages;
import io.tito.autoconfigure.data.valid.Book;
import io.tito.autoconfigure.data.valid.Books;
import io.tito.codec.RowUpcaster;
import io.tito.codec.TitoCustomConversions;
import io.tito.codec.ValueCodec;
import io.tito.core.TitoTemplate;
import io.tito.core.callback.AuditingCallback;
import io.tito.core.callback.BeforeConvertCallback;
import io.tito.mapping.InvalidEntitiesException;
import io.tito.mapping.TitoMappingContext;
import io.tito.repository.config.EnableTitoAuditing;
import io.tito.repository.config.EnableTitoRepositories;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;

import static org.assertj.core.api.Assertions.assertThat;

class TitoDataAutoConfigurationTests {

	@Test
	void repositoriesOfTheApplicationsPackagesWork() {
		TitoRunner.with(ValidApp.class).run((context) -> {
			Books books = context.getBean(Books.class);
			Book saved = books.save(new Book(null, "Dune"));
			assertThat(books.findById(saved.id())).contains(saved);
			assertThat(context.getBean(TitoMappingContext.class).getPersistentEntities()).isNotEmpty();
		});
	}

	@Test
	void repositoriesThatTheApplicationEnablesAreNotRegisteredTwice() {
		TitoRunner.with(EnablingApp.class).run((context) -> assertThat(context).hasSingleBean(Books.class));
	}

	@Test
	void jpaAndTitoEachTakeTheirOwnRepositories() {
		TitoRunner.with(MultiApp.class)
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
					DataJpaRepositoriesAutoConfiguration.class))
			.withPropertyValues("spring.datasource.generate-unique-name=true",
					"spring.jpa.hibernate.ddl-auto=create-drop")
			.run((context) -> {
				context.getBean(Invoices.class).save(new Invoice("ann"));
				context.getBean(Notes.class).save(new Note(null, "call ann"));
				assertThat(context.getBean(Invoices.class).count()).isEqualTo(1);
				assertThat(context.getBean(TitoTemplate.class).findAll(Note.class)).extracting(Note::text)
					.containsExactly("call ann");
			});
	}

	@Test
	void faultyEntitiesAreListedAtStart() {
		TitoRunner.with(FaultyApp.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new InvalidEntitiesFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(Nameless.class.getName() + ": it has no id", "has:colon");
		});
	}

	@Test
	void queryWithoutIndexIsRefusedAtStartAndShowsTheIndex() {
		TitoRunner.with(ScanApp.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new UnsupportedQueryFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("@TitoIndex(name = \"by_text\", fields = \"text\")")
				.contains(Pages.class.getSimpleName());
		});
	}

	@Test
	void queryThatTwoIndexesAnswerInDifferentOrdersIsRefusedAtStart() {
		TitoRunner.with(AmbiguousApp.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new AmbiguousIndexFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.contains(
						"The indexes 'by_driver_and_length' (by [length, id]), 'by_driver_and_price' (by [price, id])")
				.contains(Rides.class.getSimpleName());
			assertThat(analysis.getAction()).contains("@TitoUseIndex");
		});
	}

	@Test
	void storedFormatDoesNotFollowTheApplicationsJson() {
		TitoRunner.with(ValidApp.class)
			.withPropertyValues("spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE")
			.run((context) -> {
				JsonMapper web = context.getBean(JsonMapper.class);
				assertThat(web.writeValueAsString(new Book("1", "Dune"))).contains("\"Title\"");
				byte[] stored = context.getBean(ValueCodec.class).write(new Book("1", "Dune"));
				assertThat(new String(stored, StandardCharsets.UTF_8)).contains("\"title\"");
			});
	}

	@Test
	void storedFormatCanBeCustomized() {
		TitoJsonMapperCustomizer customizer = (builder) -> builder
			.propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
		TitoRunner.with(ValidApp.class).withBean(TitoJsonMapperCustomizer.class, () -> customizer).run((context) -> {
			JsonMapper stored = context.getBean("titoJsonMapper", JsonMapper.class);
			assertThat(stored.serializationConfig().getPropertyNamingStrategy())
				.isSameAs(PropertyNamingStrategies.KEBAB_CASE);
		});
	}

	@Test
	void convertersUpcastersAndCallbacksOfTheApplicationAreUsed() {
		TitoRunner.with(ValidApp.class)
			.withBean(TitoCustomConversions.class,
					() -> new TitoCustomConversions(List.of(new WriteIsbn(), new ReadIsbn())))
			.withBean(ShoutingTitles.class)
			.run((context) -> {
				assertThat(context.getBean(Books.class).save(new Book(null, "Dune")).title()).isEqualTo("DUNE");
				byte[] stored = context.getBean(ValueCodec.class).write(List.of(new Isbn("1")));
				assertThat(new String(stored, StandardCharsets.UTF_8)).isEqualTo("[\"1\"]");
			});
		TitoRunner.with(ValidApp.class)
			.withBean(NeedlessUpcaster.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidEntitiesException.class)
				.hasMessageContaining(NeedlessUpcaster.class.getName()));
	}

	@Test
	void auditingIsSwitchedOnByItsAnnotation() {
		TitoRunner.with(AuditingApp.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).hasSingleBean(AuditingCallback.class);
		});
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Book.class)
	static class ValidApp {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Book.class)
	@EnableTitoRepositories(basePackageClasses = Book.class)
	static class EnablingApp {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Note.class)
	static class MultiApp {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Nameless.class)
	static class FaultyApp {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Pages.class)
	static class ScanApp {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Rides.class)
	static class AmbiguousApp {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Book.class)
	@EnableTitoAuditing
	static class AuditingApp {

	}

	record Isbn(String value) {
	}

	@WritingConverter
	static final class WriteIsbn implements Converter<Isbn, String> {

		@Override
		public String convert(Isbn source) {
			return source.value();
		}

	}

	@ReadingConverter
	static final class ReadIsbn implements Converter<String, Isbn> {

		@Override
		public Isbn convert(String source) {
			return new Isbn(source);
		}

	}

	static final class ShoutingTitles implements BeforeConvertCallback<Book> {

		@Override
		public Book onBeforeConvert(Book book) {
			return new Book(book.id(), book.title().toUpperCase(Locale.ROOT));
		}

	}

	static final class NeedlessUpcaster implements RowUpcaster {

		@Override
		public Class<?> type() {
			return Book.class;
		}

		@Override
		public int revision() {
			return 0;
		}

		@Override
		public Map<String, Object> upcast(Map<String, Object> row) {
			return row;
		}

	}

}
