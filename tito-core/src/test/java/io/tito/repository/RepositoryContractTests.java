package io.tito.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.core.StaleVersionException;
import io.tito.core.TitoTemplate;
import io.tito.repository.config.EnableTitoRepositories;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.TitoExceptionTranslator;
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
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.util.Streamable;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every repository of Spring Data does, method by method, on a record and on a class
 * of the older kind.
 */
class RepositoryContractTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private AnnotationConfigApplicationContext context;

	private TestStore store;

	private Users users;

	private Houses houses;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.context = new AnnotationConfigApplicationContext();
		this.context.registerBean("titoTemplate", TitoTemplate.class, this.store::template);
		this.context.registerBean("titoTransactionManager", TitoTransactionManager.class, this.store::transactions);
		this.context.register(Application.class);
		this.context.refresh();
		this.users = this.context.getBean(Users.class);
		this.houses = this.context.getBean(Houses.class);
	}

	@AfterEach
	void tearDown() {
		this.context.close();
	}

	@Test
	void savesANewEntityAndGivesItAnId() {
		User saved = this.users.save(new User(null, "ann", "red", null));
		assertThat(saved.id()).isNotEmpty();
		assertThat(saved.version()).isZero();
	}

	@Test
	void givesAMutableEntityItsIdInPlace() {
		House house = new House("here");
		House saved = this.houses.save(house);
		assertThat(saved).isSameAs(house);
		assertThat(house.id).isNotNull();
		assertThat(house.version).isZero();
		this.houses.save(house);
		assertThat(house.version).isEqualTo(1);
	}

	@Test
	void makesAnImmutableClassAnewByItsConstructor() {
		TitoTemplate template = this.store.template();
		Car car = new Car(null, "beetle", null);
		Car saved = template.save(car);
		assertThat(car.id).isNull();
		assertThat(saved.id).isNotNull();
		Car again = template.save(template.findById(Car.class, saved.id).orElseThrow());
		assertThat(again.component2()).isEqualTo("beetle");
		assertThat(again.version).isEqualTo(1);
	}

	@Test
	void savesAllAndReturnsThemInTheirOrder() {
		List<User> saved = this.users
			.saveAll(List.of(new User("2", "bob", "red", null), new User("1", "ann", "red", null)));
		assertThat(saved).extracting(User::id).containsExactly("2", "1");
		assertThat(this.users.saveAll(List.of())).isEmpty();
	}

	@Test
	void savesAllOrNothing() {
		User stored = this.users.save(new User("1", "ann", "red", null));
		this.users.save(stored);
		assertThatExceptionOfType(StaleVersionException.class)
			.isThrownBy(() -> this.users.saveAll(List.of(new User("2", "bob", "red", null), stored)));
		assertThat(this.users.existsById("2")).isFalse();
	}

	@Test
	void findsByIdOrNot() {
		User saved = this.users.save(new User("1", "ann", "red", null));
		assertThat(this.users.findById("1")).contains(saved);
		assertThat(this.users.findById("2")).isEmpty();
		assertThat(this.users.existsById("1")).isTrue();
		assertThat(this.users.existsById("2")).isFalse();
	}

	@Test
	void findsAllAndCounts() {
		assertThat(this.users.findAll()).isEmpty();
		assertThat(this.users.count()).isZero();
		three();
		assertThat(this.users.findAll()).extracting(User::id).containsExactly("1", "2", "3");
		assertThat(this.users.findAllById(List.of("3", "x", "1"))).extracting(User::id).containsExactly("3", "1");
		assertThat(this.users.findAllById(List.of())).isEmpty();
		assertThat(this.users.count()).isEqualTo(3);
	}

	@Test
	void deletesById() {
		three();
		this.users.deleteById("1");
		this.users.deleteById("none");
		assertThat(this.users.findAll()).extracting(User::id).containsExactly("2", "3");
	}

	@Test
	void deletesAnEntityAndChecksItsVersion() {
		List<User> all = three();
		this.users.delete(all.get(0));
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.users.delete(all.get(0)));
		User changed = this.users.save(all.get(1));
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.users.delete(all.get(1)))
			.withMessage("Row '2' of 'user' is at version 1, expected version 0: read it again and decide anew");
		this.users.delete(changed);
		assertThat(this.users.findAll()).extracting(User::id).containsExactly("3");
	}

	@Test
	void deletesAMissingEntityWithoutVersionSilently() {
		Plain plain = new Plain("1", "x");
		Plains plains = this.context.getBean(Plains.class);
		plains.delete(plain);
		plains.save(plain);
		plains.delete(plain);
		plains.delete(plain);
		assertThat(plains.count()).isZero();
	}

	@Test
	void deletesSeveralAndAll() {
		List<User> all = three();
		this.users.deleteAllById(List.of("1", "none"));
		this.users.deleteAll(List.of(all.get(1)));
		assertThat(this.users.findAll()).containsExactly(all.get(2));
		this.users.deleteAll();
		assertThat(this.users.count()).isZero();
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void refusesNull() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.users.save(null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.users.findById(null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.users.deleteById(null));
	}

	@Test
	void refusesToDeleteWhatWasNeverSaved() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.users.delete(new User(null, "ann", "red", null)))
			.withMessageContaining("has no id and cannot be found in the store: save it first");
	}

	@Test
	void returnsStreamableOptionalAndCollections() {
		three();
		assertThat(this.users.findByTeam("red").map(User::name).toList()).containsExactlyInAnyOrder("ann", "bob");
		assertThat(this.users.queryByName("cid")).map(User::team).contains("blue");
		assertThat(this.users.queryByName("none")).isEmpty();
		assertThat(StreamSupport.stream(this.users.readByTeam("blue").spliterator(), false)).hasSize(1);
	}

	@Test
	void runsFragmentsAndDefaultMethods() {
		three();
		assertThat(this.users.shout("1")).isEqualTo("ANN");
		assertThat(this.users.firstOfTeam("blue")).map(User::name).contains("cid");
		assertThat(this.users.common("1")).isTrue();
	}

	@Test
	void joinsOrLeavesTheTransactionAsAsked() {
		TransactionTemplate outer = this.store.transactionTemplate();
		outer.executeWithoutResult((status) -> {
			this.users.save(new User("1", "ann", "red", null));
			TransactionTemplate own = this.store.transactionTemplate();
			own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			own.executeWithoutResult((inner) -> this.users.save(new User("2", "bob", "red", null)));
			TransactionTemplate none = this.store.transactionTemplate();
			none.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
			none.executeWithoutResult((inner) -> assertThat(this.users.findById("1")).isEmpty());
			status.setRollbackOnly();
		});
		assertThat(this.users.findAll()).extracting(User::id).containsExactly("2");
		for (Propagation refused : List.of(Propagation.MANDATORY)) {
			TransactionTemplate mandatory = this.store.transactionTemplate();
			mandatory.setPropagationBehavior(refused.value());
			assertThatExceptionOfType(IllegalTransactionStateException.class)
				.isThrownBy(() -> mandatory.executeWithoutResult((status) -> this.users.count()));
		}
		TransactionTemplate supports = this.store.transactionTemplate();
		supports.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
		supports.executeWithoutResult((status) -> this.users.deleteById("2"));
		assertThat(this.users.count()).isZero();
	}

	private List<User> three() {
		List<User> saved = new ArrayList<>();
		saved.add(this.users.save(new User("1", "ann", "red", null)));
		saved.add(this.users.save(new User("2", "bob", "red", null)));
		saved.add(this.users.save(new User("3", "cid", "blue", null)));
		return saved;
	}

	/**
	 * A fragment that several repositories share.
	 *
	 * @param <T> the class of the entity
	 */
	interface Common<T> {

		boolean common(String id);

	}

	static class CommonImpl<T> implements Common<T> {

		@Override
		public boolean common(String id) {
			return !id.isEmpty();
		}

	}

	interface Shouting {

		String shout(String id);

	}

	static class ShoutingImpl implements Shouting {

		private final TitoTemplate template;

		ShoutingImpl(TitoTemplate template) {
			this.template = template;
		}

		@Override
		public String shout(String id) {
			return this.template.findById(User.class, id).orElseThrow().name().toUpperCase(Locale.ROOT);
		}

	}

	interface Users extends TitoRepository<User, String>, Shouting, Common<User> {

		Streamable<User> findByTeam(String team);

		Iterable<User> readByTeam(String team);

		Optional<User> queryByName(String name);

		default Optional<User> firstOfTeam(String team) {
			return findByTeam(team).stream().findFirst();
		}

	}

	/**
	 * An interface of Spring Data alone: the entity says whose it is.
	 */
	interface Houses extends ListCrudRepository<House, String> {

	}

	interface Plains extends ListCrudRepository<Plain, String> {

	}

	@TitoEntity("user")
	@TitoIndex(name = "by_team", fields = "team")
	@TitoIndex(name = "by_name", fields = "name", unique = true)
	record User(@Id @Nullable String id, String name, String team, @Version @Nullable Long version) {
	}

	@TitoEntity("plain")
	record Plain(@Id String id, String text) {
	}

	/**
	 * As Kotlin's compiler makes a data class.
	 */
	@TitoEntity("car")
	static final class Car {

		@Id
		private final @Nullable String id;

		private final String name;

		@Version
		private final @Nullable Long version;

		Car(@Nullable String id, String name, @Nullable Long version) {
			this.id = id;
			this.name = name;
			this.version = version;
		}

		String component2() {
			return this.name;
		}

	}

	@TitoEntity("house")
	static class House {

		@Id
		private String id;

		private final String place;

		@Version
		private Long version;

		House(String place) {
			this.place = place;
		}

		String place() {
			return this.place;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@EnableTitoRepositories(considerNestedRepositories = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE,
					classes = { Users.class, Houses.class, Plains.class }),
			excludeFilters = @Filter(type = FilterType.REGEX,
					pattern = "io\\.tito\\.repository\\.(?!RepositoryContract).*Tests.*"))
	static class Application {

		@Bean
		TitoExceptionTranslator titoExceptionTranslator() {
			return new TitoExceptionTranslator();
		}

	}

}
