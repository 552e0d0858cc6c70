package io.tito.autoconfigure.health;

import io.tito.autoconfigure.gc.TitoGarbageCollectionAutoConfiguration;
import io.tito.gc.CollectionJob;
import io.tito.lease.LeaderElection;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code titoGc}.
 */
@AutoConfiguration(after = TitoGarbageCollectionAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ CollectionJob.class, LeaderElection.class })
@ConditionalOnEnabledHealthIndicator("tito-gc")
public final class TitoGcHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "titoGcHealthIndicator", "titoGcHealthContributor" })
	HealthContributor titoGcHealthContributor(CollectionJob job, LeaderElection election) {
		return new TitoGcHealthIndicator(job, election);
	}

}
