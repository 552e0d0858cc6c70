package io.tito.test;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.core.TitoTemplate;
import io.tito.embedded.EmbeddedTikv;
import io.tito.outbox.Outbox;
import io.tito.test.app.Mailer;
import io.tito.test.app.Note;
import io.tito.test.app.Notes;
import io.tito.test.app.NotesApplication;
import io.tito.transaction.TitoTransactionManager;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DataTitoTest
@ContextConfiguration(classes = NotesApplication.class)
class DataTitoTestTests {

	@Autowired
	private Notes notes;

	@Autowired
	private TitoTemplate template;

	@Autowired
	private ApplicationContext context;

	@RepeatedTest(2)
	void rollsBackAfterEachTest() {
		assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
		assertThat(this.notes.count()).isZero();
		Note saved = this.notes.save(new Note("1", "hello", null));
		assertThat(this.notes.findByText("hello")).containsExactly(saved);
		assertThat(this.template.findById(Note.class, "1")).contains(saved);
	}

	@Test
	void findsTakenIdsWithinTheTestByFlushing() {
		this.notes.insert(new Note("1", "hello", null));
		this.notes.insert(new Note("1", "again", null));
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(this.template::flush);
	}

	@Test
	void hasAllOfDataAndNothingElse() {
		assertThat(this.context.getBean(TitoTransactionManager.class)).isNotNull();
		assertThat(this.context.getBean(Outbox.class)).isNotNull();
		assertThat(this.context.getBeanProvider(Mailer.class).stream()).isEmpty();
	}

	@Test
	void isOnAnEmbeddedServerWhateverTheApplicationIsConfiguredWith() {
		assertThat(this.context.getEnvironment().getProperty("tito.tikv.pd-addresses")).isEqualTo("127.0.0.1:1");
		TitoConnectionDetails details = this.context.getBean(TitoConnectionDetails.class);
		assertThat(details.isEmbedded()).isTrue();
		assertThat(details.pdAddresses()).doesNotContain("127.0.0.1:1");
	}

	@Nested
	@DataTitoTest(includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Mailer.class))
	@ContextConfiguration(classes = NotesApplication.class)
	class WithAComponent {

		@Autowired
		private Mailer mailer;

		@Test
		void takesAComponentThatIsAskedFor() {
			assertThat(this.mailer).isNotNull();
		}

	}

	@Nested
	@DataTitoTest
	@ContextConfiguration(classes = { NotesApplication.class, WithAConnection.Own.class })
	class WithAConnection {

		@Autowired
		private Notes notes;

		@Autowired
		private TitoConnectionDetails details;

		@Test
		void usesTheConnectionOfTheTest() {
			assertThat(this.details).isSameAs(Own.made);
			assertThat(this.notes.count()).isZero();
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Own {

			private static TitoConnectionDetails made;

			@Bean
			EmbeddedTikv ownServer() {
				return EmbeddedTikv.builder().start();
			}

			@Bean
			TitoConnectionDetails ownConnection(EmbeddedTikv server) {
				made = new Connection(server);
				return made;
			}

		}

	}

	private record Connection(EmbeddedTikv server) implements TitoConnectionDetails {

		@Override
		public List<String> pdAddresses() {
			return List.of(this.server.address());
		}

		@Override
		public Map<String, Supplier<?>> localServers() {
			return this.server.localChannels();
		}

	}

}
