package io.tito.autoconfigure.cluster;

import io.tito.client.TitoClient;
import io.tito.cluster.Membership;
import io.tito.key.Namespace;
import io.tito.lease.LeaderElection;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the election of leaders, for jobs that one instance does.
 */
@AutoConfiguration(after = TitoClusterAutoConfiguration.class)
@ConditionalOnBean({ TitoClient.class, Membership.class })
@ConditionalOnMissingBean(LeaderElection.class)
@EnableConfigurationProperties(TitoClusterProperties.class)
public final class TitoLeaderElectionAutoConfiguration {

	@Bean
	LeaderElection titoLeaderElection(TitoClient client, Namespace namespace, Membership membership,
			TitoClusterProperties cluster) {
		return new LeaderElection(client, namespace, membership, cluster.settings());
	}

	@Bean
	LeaderElectionLifecycle titoLeaderElectionLifecycle(LeaderElection election) {
		return new LeaderElectionLifecycle(election);
	}

}
