package io.tito.repository;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import io.tito.client.TitoClient;
import io.tito.core.StaleVersionException;
import io.tito.core.TitoTemplate;
import io.tito.query.Cursors;
import io.tito.repository.Book.Genre;
import io.tito.repository.config.EnableTitoRepositories;
import io.tito.repository.support.TitoRepositoryFactory;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.DuplicateEntryException;
import io.tito.transaction.TitoExceptionTranslator;
import io.tito.transaction.TitoTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class TitoRepositoryTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private AnnotationConfigApplicationContext context;

	private TestStore store;

	private Books books;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.context = context(this.store, Application.class);
		this.books = this.context.getBean(Books.class);
	}

	@AfterEach
	void tearDown() {
		this.context.close();
	}

	@Test
	void keepsTheContractOfSpringDataRepositories() {
		Book first = this.books.save(Book.of("ann", 1999, Genre.NOVEL, "1"));
		Book second = this.books.insert(Book.of("bob", 2001, Genre.POEMS, "2"));
		assertThat(this.books.findById(first.id())).contains(first);
		assertThat(this.books.findById("none")).isEmpty();
		assertThat(this.books.existsById(second.id())).isTrue();
		assertThat(this.books.count()).isEqualTo(2);
		assertThat(this.books.findAll()).containsExactlyInAnyOrder(first, second);
		assertThat(this.books.findAllById(List.of(second.id(), "none"))).containsExactly(second);
		this.books.deleteById(first.id());
		this.books.deleteById("none");
		this.books.deleteAll(List.of(second));
		assertThat(this.books.saveAll(List.of(Book.of("c", 1, null, "3"), Book.of("c", 2, null, "4")))).hasSize(2)
			.extracting(Book::version)
			.containsOnly(0L);
		this.books.deleteAllById(this.books.findAllByAuthorOrderByYear("c").stream().map(Book::id).toList());
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void findsOneRowInOneRoundTripOutsideATransaction() {
		Book saved = this.books.save(Book.of("ann", 1999, Genre.NOVEL, "1"));
		Map<String, Long> before = cluster.faults().requests();
		assertThat(this.books.findById(saved.id())).isPresent();
		Map<String, Long> after = cluster.faults().requests();
		assertThat(after.get("KvGet") - before.get("KvGet")).isEqualTo(1);
		assertThat(after.get("Tso.timestamps")).isEqualTo(before.get("Tso.timestamps"));
	}

	@Test
	void insertsInOnePrewriteWithTwoTimestamps() {
		this.books.save(Book.of("warm", 1, Genre.NOVEL, "0"));
		Map<String, Long> before = cluster.faults().requests();
		this.books.save(Book.of("ann", 1999, Genre.NOVEL, "1"));
		Map<String, Long> after = cluster.faults().requests();
		assertThat(after.get("KvPrewrite") - before.get("KvPrewrite")).isEqualTo(1);
		assertThat(after.get("Tso.timestamps") - before.get("Tso.timestamps")).isLessThanOrEqualTo(2);
		for (String none : List.of("KvGet", "KvBatchGet", "KvScan", "KvCommit")) {
			assertThat(after.get(none)).as(none).isEqualTo(before.get(none));
		}
	}

	@Test
	void derivesQueriesFromNames() {
		Book late = this.books.save(Book.of("ann", 2020, Genre.NOVEL, "1"));
		Book early = this.books.save(Book.of("ann", -44, Genre.POEMS, "2"));
		Book other = this.books.save(Book.of("bob", 2020, Genre.POEMS, "3"));
		assertThat(this.books.findByIsbn("3")).contains(other);
		assertThat(this.books.findByIsbn("4")).isEmpty();
		assertThat(this.books.findByAuthor("bob")).isEqualTo(other);
		assertThat(this.books.findByAuthor("nobody")).isNull();
		assertThat(this.books.findAllByAuthorOrderByYear("ann")).containsExactly(early, late);
		assertThat(this.books.findByAuthorOrderByYearDesc("ann", Limit.of(1))).containsExactly(late);
		assertThat(this.books.findFirstByAuthorOrderByYearDesc("ann")).contains(late);
		assertThat(this.books.findByAuthorAndYear("ann", -44)).containsExactly(early);
		assertThat(this.books.findByYearAndAuthor(2020, "ann")).containsExactly(late);
		assertThat(this.books.streamByGenre(Genre.POEMS)).containsExactly(early, other);
		assertThat(this.books.countByAuthor("ann")).isEqualTo(2);
		assertThat(this.books.existsByIsbn("1")).isTrue();
		assertThat(this.books.existsByIsbn("9")).isFalse();
		assertThat(this.books.findTitlesByAuthor("bob")).extracting(Books.Title::getIsbn).containsExactly("3");
	}

	@Test
	void refusesSeveralRowsWhereOneIsAskedFor() {
		this.books.save(Book.of("ann", 1, Genre.NOVEL, "1"));
		this.books.save(Book.of("ann", 2, Genre.NOVEL, "2"));
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
			.isThrownBy(() -> this.books.findByAuthor("ann"))
			.withMessageContaining("more than one row");
	}

	@Test
	void deletesWhatAMethodNames() {
		this.books.save(Book.of("ann", 1, Genre.NOVEL, "1"));
		this.books.save(Book.of("ann", 2, Genre.NOVEL, "2"));
		this.books.save(Book.of("bob", 2, Genre.NOVEL, "3"));
		assertThat(this.books.deleteByAuthor("ann")).isEqualTo(2);
		assertThat(this.books.findAll()).extracting(Book::author).containsExactly("bob");
	}

	@Test
	void pagesWithCursorsThatTravel() {
		for (int i = 0; i < 5; i++) {
			this.books.save(Book.of("ann", i, Genre.NOVEL, "" + i));
		}
		Cursors cursors = this.store.template().cursors();
		List<Book> seen = new ArrayList<>();
		String cursor = null;
		do {
			Window<Book> page = this.books.findByGenre(Genre.NOVEL, cursors.decode(cursor, "books", Genre.NOVEL),
					Limit.of(2));
			page.forEach(seen::add);
			cursor = cursors.next(page, "books", Genre.NOVEL);
		}
		while (cursor != null);
		assertThat(seen).extracting(Book::isbn).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
		assertThat(seen).isSortedAccordingTo(Comparator.comparing(Book::id));
	}

	@Test
	void translatesTheErrorsOfTheStore() {
		Book saved = this.books.save(Book.of("ann", 1, Genre.NOVEL, "1"));
		this.books.save(saved);
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.books.save(saved));
		assertThatExceptionOfType(DuplicateEntryException.class)
			.isThrownBy(() -> this.books.save(Book.of("bob", 1, Genre.NOVEL, "1")));
		TitoClient closed = cluster.connect();
		closed.close();
		TestStore away = TestStore.of(closed, cluster.namespace());
		try (AnnotationConfigApplicationContext other = context(away, Application.class)) {
			Books unreachable = other.getBean(Books.class);
			assertThatExceptionOfType(NonTransientDataAccessResourceException.class)
				.isThrownBy(() -> unreachable.findById("1"));
			assertThatExceptionOfType(NonTransientDataAccessResourceException.class)
				.isThrownBy(() -> unreachable.save(saved));
		}
	}

	@Test
	void joinsTheTransactionOfTheCaller() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.store.inTransaction(() -> {
			Book saved = this.books.save(Book.of("ann", 1, Genre.NOVEL, "1"));
			assertThat(this.books.findById(saved.id())).contains(saved);
			assertThat(this.books.findByIsbn("1")).contains(saved);
			assertThat(this.books.findByGenre(Genre.NOVEL, ScrollPosition.keyset(), Limit.of(5)))
				.containsExactly(saved);
			throw new IllegalStateException("no");
		}));
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void refusesQueriesWithoutAnIndexAtStartUp() {
		assertThat(refusal(ByYear.class)).contains("No index of io.tito.repository.Book answers a query by [year]",
				"Add @TitoIndex(name = \"by_year\", fields = \"year\") to the class");
		assertThat(refusal(ByOrder.class)).contains("fields = { \"genre\", \"isbn\" }");
		assertThat(refusal(ByRange.class)).contains("[year > :0]", "fields = \"year\"", "@TitoAllowScan");
		assertThat(refusal(ByPattern.class)).contains("findByIsbnLike", "is not offered");
		assertThat(refusal(ByOr.class)).contains("(author = :0 or isbn = :1)", "@TitoAllowScan");
		assertThat(refusal(ByRecord.class)).contains("wants the property 'pages'");
		assertThat(refusal(ByTooLittle.class)).contains("compares with 2 values and takes 1");
		assertThat(refusal(ByMixedOrder.class))
			.contains("fields = { \"author\", \"year\", \"id\" }, order = { ASC, DESC, ASC }");
	}

	private String refusal(Class<?> repository) {
		Throwable refused = catchThrowable(
				() -> new TitoRepositoryFactory(this.store.template()).getRepository(repository));
		assertThat(refused).as(repository.getSimpleName()).isNotNull();
		return NestedExceptionUtils.getMostSpecificCause(refused).getMessage();
	}

	@Test
	void refusesARepositoryOfNoEntity() {
		assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> context(this.store, WithoutEntity.class).close())
			.havingRootCause()
			.withMessageContaining("annotate the class with @TitoEntity");
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> this.books.findById("none").orElseThrow());
	}

	private static AnnotationConfigApplicationContext context(TestStore store, Class<?> configuration) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean("titoTemplate", TitoTemplate.class, store::template);
		context.registerBean("titoTransactionManager", TitoTransactionManager.class, store::transactions);
		context.register(configuration);
		context.refresh();
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@EnableTitoRepositories(includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Books.class))
	static class Application {

		@Bean
		TitoExceptionTranslator titoExceptionTranslator() {
			return new TitoExceptionTranslator();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTitoRepositories(considerNestedRepositories = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Strings.class),
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Tests\\$By.*"))
	static class WithoutEntity {

	}

	interface Strings extends TitoRepository<String, String> {

	}

	interface ByYear extends TitoRepository<Book, String> {

		List<Book> findByYear(int year);

	}

	interface ByOrder extends TitoRepository<Book, String> {

		List<Book> findByGenreOrderByIsbn(Genre genre);

	}

	interface ByRange extends TitoRepository<Book, String> {

		List<Book> findByYearGreaterThan(int year);

	}

	interface ByOr extends TitoRepository<Book, String> {

		List<Book> findByAuthorOrIsbn(String author, String isbn);

	}

	interface ByPattern extends TitoRepository<Book, String> {

		List<Book> findByIsbnLike(String pattern);

	}

	record Isbn(String isbn, int pages) {
	}

	interface ByRecord extends TitoRepository<Book, String> {

		List<Isbn> findByAuthor(String author);

	}

	interface ByTooLittle extends TitoRepository<Book, String> {

		List<Book> findByAuthorAndYear(String author);

	}

	interface ByMixedOrder extends TitoRepository<Book, String> {

		List<Book> findByAuthorOrderByYearDescIdAsc(String author);

	}

}
