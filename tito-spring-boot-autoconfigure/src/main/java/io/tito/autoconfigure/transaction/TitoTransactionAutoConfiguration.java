package io.tito.autoconfigure.transaction;

import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import io.tito.client.TitoClient;
import io.tito.transaction.TitoExceptionTranslator;
import io.tito.transaction.TitoTransactionManager;
import io.tito.transaction.TransactionRetryAdvisor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Role;

/**
 * Auto-configuration of the transaction manager. Alone it is the application's default;
 * beside another store's it is used by name. The managers of other stores are only made
 * if there is no other yet, so they have to come first.
 */
@AutoConfiguration(after = TitoClientAutoConfiguration.class, before = TransactionAutoConfiguration.class,
		afterName = { "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.data.neo4j.autoconfigure.DataNeo4jAutoConfiguration",
				"org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration",
				"org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration" })
@ConditionalOnBean(TitoClient.class)
@EnableConfigurationProperties(TitoTransactionProperties.class)
public final class TitoTransactionAutoConfiguration {

	@Bean
	@Fallback
	@ConditionalOnMissingBean(TitoTransactionManager.class)
	TitoTransactionManager titoTransactionManager(TitoClient client, TitoTransactionProperties properties,
			ObjectProvider<TransactionManagerCustomizers> customizers) {
		TitoTransactionManager manager = new TitoTransactionManager(client);
		manager.setLockWait(properties.lockWait());
		customizers.ifAvailable((all) -> all.customize(manager));
		return manager;
	}

	@Bean
	@ConditionalOnMissingBean
	TitoExceptionTranslator titoExceptionTranslator() {
		return new TitoExceptionTranslator();
	}

	/**
	 * Stands around Spring's transactions, and does nothing where those are not enabled.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	static TransactionRetryAdvisor titoTransactionRetryAdvisor() {
		return new TransactionRetryAdvisor();
	}

}
