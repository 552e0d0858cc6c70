package io.tito.autoconfigure.gc;

import io.tito.autoconfigure.cluster.TitoLeaderElectionAutoConfiguration;
import io.tito.client.TitoClient;
import io.tito.gc.CollectionJob;
import io.tito.key.Namespace;
import io.tito.lease.LeaderElection;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of garbage collection. The job is there even if it is switched off,
 * so that health can say so.
 */
@AutoConfiguration(after = TitoLeaderElectionAutoConfiguration.class)
@ConditionalOnBean({ TitoClient.class, LeaderElection.class })
@ConditionalOnMissingBean(CollectionJob.class)
@EnableConfigurationProperties(TitoGcProperties.class)
public final class TitoGarbageCollectionAutoConfiguration {

	@Bean
	CollectionJob titoCollectionJob(TitoClient client, Namespace namespace, LeaderElection election,
			TitoGcProperties properties) {
		return new CollectionJob(client, namespace, election, properties.settings());
	}

	@Bean
	CollectionJobLifecycle titoCollectionJobLifecycle(CollectionJob job) {
		return new CollectionJobLifecycle(job);
	}

}
