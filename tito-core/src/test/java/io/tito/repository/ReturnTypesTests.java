package io.tito.repository;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.core.TitoTemplate;
import io.tito.repository.config.EnableTitoRepositories;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.TitoTransactionManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.util.Streamable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What query methods of Spring Data may return and take.
 */
class ReturnTypesTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private AnnotationConfigApplicationContext context;

	private Guests guests;

	@BeforeEach
	void setUp() {
		TestStore store = TestStore.of(cluster);
		this.context = new AnnotationConfigApplicationContext();
		this.context.registerBean("titoTemplate", TitoTemplate.class, store::template);
		this.context.registerBean("titoTransactionManager", TitoTransactionManager.class, store::transactions);
		this.context.register(Application.class);
		this.context.refresh();
		this.guests = this.context.getBean(Guests.class);
		this.guests.saveAll(List.of(new Guest("1", "red", 3), new Guest("2", "red", 1), new Guest("3", "red", 2),
				new Guest("4", "blue", 9)));
	}

	@AfterEach
	void tearDown() {
		this.context.close();
	}

	@Test
	void returnsAllKindsOfCollections() {
		assertThat(this.guests.findListByTable("red")).extracting(Guest::id).containsExactly("2", "3", "1");
		assertThat(this.guests.findArrayByTable("red")).extracting(Guest::id).containsExactly("2", "3", "1");
		assertThat(this.guests.findSetByTable("red")).extracting(Guest::id).containsExactlyInAnyOrder("2", "3", "1");
		assertThat(this.guests.findCollectionByTable("red")).hasSize(3);
		assertThat(this.guests.findIterableByTable("red")).hasSize(3);
		assertThat(this.guests.findStreamableByTable("red").map(Guest::id).toList()).containsExactly("2", "3", "1");
		assertThat(this.guests.findPartyByTable("red").size()).isEqualTo(3);
		try (Stream<Guest> stream = this.guests.streamByTable("red")) {
			assertThat(stream.map(Guest::id)).containsExactly("2", "3", "1");
		}
		assertThat(this.guests.findArrayByTable("none")).isEmpty();
	}

	@Test
	void returnsOneRowOrNone() {
		assertThat(this.guests.findOneByTable("blue")).extracting(Guest::id).isEqualTo("4");
		assertThat(this.guests.findOneByTable("none")).isNull();
		assertThat(this.guests.findOptionalByTable("blue")).map(Guest::id).contains("4");
		assertThat(this.guests.findOptionalByTable("none")).isEmpty();
		assertThat(this.guests.findFirstByTable("red", Sort.by("seat").descending())).map(Guest::id).contains("1");
	}

	@Test
	void countsAndDeletesInEachType() {
		assertThat(this.guests.countByTable("red")).isEqualTo(3);
		assertThat(this.guests.countIntByTable("red")).isEqualTo(3);
		assertThat(this.guests.existsByTable("red")).isTrue();
		assertThat(this.guests.deleteByTableAndSeat("red", 1)).isEqualTo(1);
		assertThat(this.guests.removeByTableAndSeat("red", 2)).extracting(Guest::id).containsExactly("3");
		this.guests.deleteAllByTable("red");
		assertThat(this.guests.existsByTable("red")).isFalse();
		assertThat(this.guests.deleteByTableAndSeat("red", 1)).isZero();
	}

	@Test
	void takesSortsLimitsAndPages() {
		assertThat(this.guests.findByTable("red", Sort.by("seat").descending())).extracting(Guest::id)
			.containsExactly("1", "3", "2");
		assertThat(this.guests.findByTable("red", Limit.of(2))).hasSize(2);
		assertThat(this.guests.findByTable("red", Sort.by("seat"), Limit.of(1))).extracting(Guest::id)
			.containsExactly("2");
		assertThat(this.guests.findByTable("red", Limit.unlimited())).hasSize(3);
		Page<Guest> page = this.guests.findPageByTable("red", PageRequest.of(1, 2, Sort.by("seat")));
		assertThat(page.getContent()).extracting(Guest::id).containsExactly("1");
		assertThat(page.getTotalElements()).isEqualTo(3);
		Slice<Guest> slice = this.guests.findSliceByTable("red", PageRequest.of(0, 2));
		assertThat(slice.hasNext()).isTrue();
		assertThat(this.guests.findListPageByTable("red", PageRequest.of(1, 2))).hasSize(1);
		Window<Guest> window = this.guests.findWindowByTable("red", ScrollPosition.keyset(), Limit.of(2));
		assertThat(window.hasNext()).isTrue();
		assertThat(this.guests.findWindowByTable("red", window.positionAt(1), Limit.of(2)).getContent())
			.extracting(Guest::id)
			.containsExactly("1");
	}

	@Test
	void runsAsynchronousMethodsOnAnotherThread() throws Exception {
		CompletableFuture<List<Guest>> several = this.guests.findAsyncByTable("red");
		assertThat(several.get()).hasSize(3);
		assertThat(this.guests.findAsyncOneByTable("blue").get()).extracting(Guest::id).isEqualTo("4");
		assertThat(this.guests.findFutureByTable("blue").get()).isPresent();
		assertThat(this.context.getBean(Threads.class).used).isPositive();
	}

	interface Guests extends TitoRepository<Guest, String> {

		List<Guest> findListByTable(String table);

		Guest[] findArrayByTable(String table);

		Set<Guest> findSetByTable(String table);

		Collection<Guest> findCollectionByTable(String table);

		Iterable<Guest> findIterableByTable(String table);

		Streamable<Guest> findStreamableByTable(String table);

		Party findPartyByTable(String table);

		Stream<Guest> streamByTable(String table);

		@Nullable Guest findOneByTable(String table);

		Optional<Guest> findOptionalByTable(String table);

		Optional<Guest> findFirstByTable(String table, Sort sort);

		Long countByTable(String table);

		int countIntByTable(String table);

		boolean existsByTable(String table);

		long deleteByTableAndSeat(String table, int seat);

		List<Guest> removeByTableAndSeat(String table, int seat);

		void deleteAllByTable(String table);

		List<Guest> findByTable(String table, Sort sort);

		List<Guest> findByTable(String table, Limit limit);

		List<Guest> findByTable(String table, Sort sort, Limit limit);

		Page<Guest> findPageByTable(String table, Pageable page);

		Slice<Guest> findSliceByTable(String table, Pageable page);

		List<Guest> findListPageByTable(String table, Pageable page);

		Window<Guest> findWindowByTable(String table, ScrollPosition position, Limit limit);

		@Async
		CompletableFuture<List<Guest>> findAsyncByTable(String table);

		@Async
		CompletableFuture<Guest> findAsyncOneByTable(String table);

		@Async
		Future<Optional<Guest>> findFutureByTable(String table);

	}

	/**
	 * A type of the application's own around the rows.
	 */
	public record Party(Streamable<Guest> guests) implements Streamable<Guest> {

		@Override
		public Iterator<Guest> iterator() {
			return this.guests.iterator();
		}

		long size() {
			return this.guests.stream().count();
		}

	}

	@TitoEntity("guest")
	@TitoIndex(name = "by_table", fields = { "table", "seat" })
	record Guest(@Id String id, String table, int seat) {
	}

	static final class Threads implements Executor {

		private final Executor pool = Executors.newCachedThreadPool((work) -> {
			Thread thread = new Thread(work, "async");
			thread.setDaemon(true);
			return thread;
		});

		private volatile int used;

		@Override
		public void execute(Runnable work) {
			this.used++;
			this.pool.execute(work);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableTransactionManagement
	@EnableTitoRepositories(considerNestedRepositories = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Guests.class),
			excludeFilters = @Filter(type = FilterType.REGEX,
					pattern = "io\\.tito\\.repository\\.(?!ReturnTypes).*Tests.*"))
	static class Application {

		@Bean
		Threads taskExecutor() {
			return new Threads();
		}

	}

}
