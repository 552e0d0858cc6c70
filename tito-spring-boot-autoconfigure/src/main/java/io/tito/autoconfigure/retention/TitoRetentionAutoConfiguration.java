package io.tito.autoconfigure.retention;

import io.tito.autoconfigure.cluster.TitoLeaderElectionAutoConfiguration;
import io.tito.autoconfigure.listener.TitoListenerAutoConfiguration;
import io.tito.autoconfigure.outbox.CompositeLogListener;
import io.tito.autoconfigure.outbox.TitoOutboxProperties;
import io.tito.lease.LeaderElection;
import io.tito.log.EventLog;
import io.tito.log.LogListener;
import io.tito.log.LogRetention;
import io.tito.retention.RetentionJob;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of retention: one of the instances removes old events.
 */
@AutoConfiguration(after = { TitoListenerAutoConfiguration.class, TitoLeaderElectionAutoConfiguration.class })
@ConditionalOnBean({ EventLog.class, LeaderElection.class })
@ConditionalOnMissingBean(RetentionJob.class)
@EnableConfigurationProperties(TitoOutboxProperties.class)
public final class TitoRetentionAutoConfiguration {

	@Bean
	RetentionJob titoRetentionJob(EventLog log, LeaderElection election, TitoOutboxProperties properties,
			ObjectProvider<LogListener> listeners) {
		return new RetentionJob(new LogRetention(log, CompositeLogListener.of(listeners)), election,
				properties.retentionSettings());
	}

	@Bean
	RetentionJobLifecycle titoRetentionJobLifecycle(RetentionJob job) {
		return new RetentionJobLifecycle(job);
	}

}
