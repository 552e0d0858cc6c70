package io.tito.repository;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.tito.annotation.TitoEntity;
import io.tito.core.TitoTemplate;
import io.tito.core.callback.AfterConvertCallback;
import io.tito.core.callback.AfterDeleteCallback;
import io.tito.core.callback.AfterSaveCallback;
import io.tito.core.callback.BeforeConvertCallback;
import io.tito.core.callback.BeforeDeleteCallback;
import io.tito.core.callback.BeforeSaveCallback;
import io.tito.mapping.TitoMappingContext;
import io.tito.repository.config.EnableTitoAuditing;
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
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.Transient;
import org.springframework.data.annotation.Version;
import org.springframework.data.auditing.DateTimeProvider;
import org.springframework.data.domain.AfterDomainEventPublication;
import org.springframework.data.domain.AuditorAware;
import org.springframework.data.domain.DomainEvents;
import org.springframework.data.domain.Persistable;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Auditing, entity callbacks, domain events and {@code Persistable}, as in other stores
 * of Spring Data.
 */
class EntityCallbackTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private AnnotationConfigApplicationContext context;

	private TestStore store;

	private Application application;

	private Notes notes;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.context = new AnnotationConfigApplicationContext();
		this.context.registerBean("titoTemplate", TitoTemplate.class, this.store::template);
		this.context.registerBean("titoMappingContext", TitoMappingContext.class,
				() -> this.store.template().mapping());
		this.context.registerBean("titoTransactionManager", TitoTransactionManager.class, this.store::transactions);
		this.context.register(Application.class);
		this.context.refresh();
		this.application = this.context.getBean(Application.class);
		this.notes = this.context.getBean(Notes.class);
	}

	@AfterEach
	void tearDown() {
		this.context.close();
	}

	@Test
	void auditsWhoCreatedAndChangedARowAndWhen() {
		Note created = this.notes.save(new Note(null, "a", null, null, null, null, null));
		assertThat(created.createdAt()).isEqualTo(Instant.EPOCH);
		assertThat(created.createdBy()).isEqualTo("ann");
		assertThat(created.changedAt()).isEqualTo(Instant.EPOCH);
		this.application.now.set(Instant.EPOCH.plusSeconds(5));
		this.application.user.set("bob");
		Note changed = this.notes.save(created);
		assertThat(changed)
			.isEqualTo(new Note(created.id(), "a", Instant.EPOCH, "ann", Instant.EPOCH.plusSeconds(5), "bob", 1L));
		assertThat(this.notes.findById(created.id())).contains(changed);
		assertThat(this.store.template().update(Note.class, created.id(), (note) -> note).changedBy()).isEqualTo("bob");
	}

	@Test
	void callsBackBeforeAndAfterWhatIsStoredReadAndRemoved() {
		Message saved = this.store.template().save(new Message("1", "hello"));
		assertThat(saved.text()).isEqualTo("hello converted saved stored");
		assertThat(this.store.template().findById(Message.class, "1")).map(Message::text)
			.contains("hello converted saved read");
		this.store.template().delete(saved);
		assertThat(this.application.calls).containsExactly("beforeConvert 1", "beforeSave 1", "afterSave 1",
				"afterConvert 1", "afterConvert 1", "beforeDelete 1", "afterDelete 1");
	}

	@Test
	void refusesWhatACallbackRefuses() {
		assertThatIllegalStateException().isThrownBy(() -> this.store.template().save(new Message("bad", "x")))
			.withMessage("refused");
		assertThat(cluster.rows("")).isEmpty();
		Message kept = this.store.template().save(new Message("keep", "x"));
		assertThatIllegalStateException().isThrownBy(() -> this.store.template().delete(kept)).withMessage("kept");
		assertThat(this.store.template().existsById(Message.class, "keep")).isTrue();
	}

	@Test
	void keepsTheIdThatACallbackChanges() {
		assertThat(this.store.template().save(new Message("moved", "x")).id()).isEqualTo("moved");
		assertThat(this.store.template().existsById(Message.class, "moved")).isTrue();
	}

	@Test
	void publishesDomainEventsInTheTransactionOfTheSave() {
		Basket basket = this.context.getBean(Baskets.class).save(new Basket("1", 0));
		assertThat(this.application.events).containsExactly("during 1", "after 1");
		assertThat(basket.events).isEmpty();
		this.application.events.clear();
		this.store.transactionTemplate().executeWithoutResult((status) -> {
			this.context.getBean(Baskets.class).save(new Basket("2", 0));
			assertThat(this.application.events).containsExactly("during 2");
			status.setRollbackOnly();
		});
		assertThat(this.application.events).containsExactly("during 2");
	}

	@Test
	void asksAPersistableWhetherItIsNew() {
		Tags tags = this.context.getBean(Tags.class);
		Tag saved = tags.save(new Tag("t", true));
		assertThat(saved.isNew()).isTrue();
		Tag read = tags.findById("t").orElseThrow();
		assertThat(read.isNew()).isFalse();
		tags.save(read);
		assertThat(catchThrowable(() -> tags.save(new Tag("t", true)))).isInstanceOf(DuplicateKeyException.class);
	}

	interface Notes extends TitoRepository<Note, String> {

	}

	interface Baskets extends TitoRepository<Basket, String> {

	}

	interface Tags extends TitoRepository<Tag, String> {

	}

	@TitoEntity("note")
	record Note(@Id @Nullable String id, String text, @CreatedDate @Nullable Instant createdAt,
			@CreatedBy @Nullable String createdBy, @LastModifiedDate @Nullable Instant changedAt,
			@LastModifiedBy @Nullable String changedBy, @Version @Nullable Long version) {
	}

	@TitoEntity("message")
	record Message(@Id String id, String text) {

		Message and(String more) {
			return new Message(this.id, this.text + " " + more);
		}

	}

	@TitoEntity("basket")
	static class Basket {

		@Id
		private final String id;

		private final int items;

		@Transient
		private final List<Object> events = new ArrayList<>();

		Basket(String id, int items) {
			this.id = id;
			this.items = items;
			this.events.add(new Filled(id, this.items));
		}

		@DomainEvents
		Collection<Object> events() {
			return List.copyOf(this.events);
		}

		@AfterDomainEventPublication
		void clear() {
			this.events.clear();
		}

	}

	record Filled(String id, int items) {
	}

	@TitoEntity("tag")
	static class Tag implements Persistable<String> {

		@Id
		private String id;

		@Transient
		private boolean fresh;

		protected Tag() {
		}

		Tag(String id, boolean fresh) {
			this.id = id;
			this.fresh = fresh;
		}

		@Override
		public String getId() {
			return this.id;
		}

		@Override
		public boolean isNew() {
			return this.fresh;
		}

	}

	@Configuration
	@EnableTransactionManagement
	@EnableTitoAuditing(auditorAwareRef = "auditor", dateTimeProviderRef = "clock")
	@EnableTitoRepositories(considerNestedRepositories = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE,
					classes = { Notes.class, Baskets.class, Tags.class }),
			excludeFilters = @Filter(type = FilterType.REGEX,
					pattern = "io\\.tito\\.repository\\.(?!EntityCallback).*"))
	static class Application {

		final AtomicReference<String> user = new AtomicReference<>("ann");

		final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

		final List<String> calls = new ArrayList<>();

		final List<String> events = new ArrayList<>();

		@Bean
		AuditorAware<String> auditor() {
			return () -> Optional.of(this.user.get());
		}

		@Bean
		DateTimeProvider clock() {
			return () -> Optional.of(this.now.get());
		}

		@Bean
		BeforeConvertCallback<Message> beforeConvert() {
			return (message) -> {
				this.calls.add("beforeConvert " + message.id());
				return message.and("converted");
			};
		}

		@Bean
		Recorder recorder() {
			return new Recorder(this.calls);
		}

		@EventListener
		void during(Filled filled) {
			this.events.add("during " + filled.id());
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
		void after(Filled filled) {
			this.events.add("after " + filled.id());
		}

	}

	static class Recorder implements BeforeSaveCallback<Message>, AfterSaveCallback<Message>,
			AfterConvertCallback<Message>, BeforeDeleteCallback<Message>, AfterDeleteCallback<Message> {

		private final List<String> calls;

		Recorder(List<String> calls) {
			this.calls = calls;
		}

		@Override
		public Message onBeforeSave(Message message) {
			this.calls.add("beforeSave " + message.id());
			if (message.id().equals("bad")) {
				throw new IllegalStateException("refused");
			}
			return message.id().equals("moved") ? new Message("elsewhere", message.text()) : message.and("saved");
		}

		@Override
		public Message onAfterSave(Message message) {
			this.calls.add("afterSave " + message.id());
			return message.and("stored");
		}

		@Override
		public Message onAfterConvert(Message message) {
			this.calls.add("afterConvert " + message.id());
			return message.and("read");
		}

		@Override
		public Message onBeforeDelete(Message message) {
			this.calls.add("beforeDelete " + message.id());
			if (message.id().equals("keep")) {
				throw new IllegalStateException("kept");
			}
			return message;
		}

		@Override
		public Message onAfterDelete(Message message) {
			this.calls.add("afterDelete " + message.id());
			return message;
		}

	}

}
