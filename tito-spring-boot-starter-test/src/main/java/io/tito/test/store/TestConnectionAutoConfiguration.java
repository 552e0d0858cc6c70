package io.tito.test.store;

import java.util.function.Consumer;

import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.client.TitoClient;
import io.tito.cluster.ClusterMember;
import io.tito.core.TitoTemplate;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.Faults;
import io.tito.key.Namespace;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of the embedded server of a test, and of what tests do to it.
 */
@AutoConfiguration(before = TitoClientAutoConfiguration.class)
@ConditionalOnBooleanProperty("tito.test.embedded")
@Conditional(OnNoAddressesOfTheTest.class)
public final class TestConnectionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean({ EmbeddedTikv.class, TitoConnectionDetails.class })
	EmbeddedTikv titoTestServer() {
		return EmbeddedTikv.builder().start();
	}

	@Bean
	@ConditionalOnBean(EmbeddedTikv.class)
	@ConditionalOnMissingBean(TitoConnectionDetails.class)
	EmbeddedTestConnectionDetails titoTestConnectionDetails(EmbeddedTikv server) {
		return new EmbeddedTestConnectionDetails(server);
	}

	@Bean
	@ConditionalOnBean(EmbeddedTestConnectionDetails.class)
	Faults titoFaults(EmbeddedTikv server) {
		return server.faults();
	}

	@Bean
	@ConditionalOnBean(EmbeddedTestConnectionDetails.class)
	OracleClock titoOracleClock(TitoClient client, Faults faults, ObjectProvider<ClusterMember> members,
			ObjectProvider<TitoTemplate> templates) {
		return new OracleClock(client, faults, new AfterMove(members, templates));
	}

	@Bean
	@ConditionalOnBean(EmbeddedTestConnectionDetails.class)
	StoreCleaner titoStoreCleaner(TitoClient client, Namespace namespace,
			ObjectProvider<ListenerSuspension> listeners) {
		Consumer<Runnable> suspended = (action) -> listeners.getIfAvailable(() -> Runnable::run).suspendWhile(action);
		return new StoreCleaner(client, namespace, suspended);
	}

}
