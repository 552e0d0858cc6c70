package io.tito.autoconfigure.transaction;

import javax.sql.DataSource;

import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import io.tito.client.DeadlockException;
import io.tito.client.TitoClient;
import io.tito.transaction.TitoTransactionManager;
import io.tito.transaction.TitoTransactional;
import io.tito.transaction.TransactionAccess;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class TitoTransactionAutoConfigurationTests {

	private final ApplicationContextRunner alone = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TitoClientAutoConfiguration.class, TitoTransactionAutoConfiguration.class,
						TransactionManagerCustomizationAutoConfiguration.class, TransactionAutoConfiguration.class))
		.withUserConfiguration(App.class);

	private final ApplicationContextRunner besideJpa = this.alone
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, HibernateJpaAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	@Test
	void aloneItIsTheDefault() {
		this.alone.run((context) -> {
			TitoTransactionManager manager = context.getBean(TitoTransactionManager.class);
			assertThat(context.getBean(PlatformTransactionManager.class)).isSameAs(manager);
			assertThat(context.getBean(TransactionTemplate.class).getTransactionManager()).isSameAs(manager);
			Service service = context.getBean(Service.class);
			assertThat(service.inUnnamed()).isTrue();
			assertThat(service.inNamed()).isTrue();
		});
	}

	@Test
	void besideJpaThatIsTheDefaultAndTitoIsUsedByName() {
		this.besideJpa.run((context) -> {
			assertThat(context).hasSingleBean(DataSource.class).hasSingleBean(TitoTransactionManager.class);
			assertThat(context.getBean(PlatformTransactionManager.class)).isInstanceOf(JpaTransactionManager.class);
			Service service = context.getBean(Service.class);
			assertThat(service.inUnnamed()).isFalse();
			assertThat(service.inNamed()).isTrue();
		});
	}

	@Test
	void lostRacesAreRunAgain() {
		this.besideJpa.run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(service.afterALostRace()).isEqualTo(2);
		});
	}

	@Test
	void customizersApply() {
		TransactionManagerCustomizer<TitoTransactionManager> customizer = (manager) -> manager.setDefaultTimeout(7);
		this.alone.withBean(TransactionManagerCustomizer.class, () -> customizer)
			.run((context) -> assertThat(context.getBean(TitoTransactionManager.class).getDefaultTimeout())
				.isEqualTo(7));
	}

	@Test
	void propertiesOfSpringApply() {
		this.alone.withPropertyValues("spring.transaction.default-timeout=9s")
			.run((context) -> assertThat(context.getBean(TitoTransactionManager.class).getDefaultTimeout())
				.isEqualTo(9));
	}

	@Test
	void managerOfTheApplicationReplacesIt() {
		this.alone.withUserConfiguration(OwnManager.class)
			.run((context) -> assertThat(context).hasSingleBean(TitoTransactionManager.class)
				.hasBean("ownTransactionManager"));
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.none")
	static class App {

		@Bean
		Service service(TransactionAccess transactions) {
			return new Service(transactions);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		TitoTransactionManager ownTransactionManager(TitoClient client) {
			return new TitoTransactionManager(client);
		}

	}

	static class Service {

		private final TransactionAccess transactions;

		private int attempts;

		Service(TransactionAccess transactions) {
			this.transactions = transactions;
		}

		@Transactional
		public boolean inUnnamed() {
			return this.transactions.current() != null;
		}

		@TitoTransactional(retries = 1)
		public int afterALostRace() {
			if (++this.attempts == 1) {
				throw new CannotAcquireLockException("lost", new DeadlockException("lost", null));
			}
			return this.attempts;
		}

		@TitoTransactional
		public boolean inNamed() {
			return this.transactions.current() != null;
		}

	}

}
