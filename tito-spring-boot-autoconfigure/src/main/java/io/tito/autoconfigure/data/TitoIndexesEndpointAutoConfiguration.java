package io.tito.autoconfigure.data;

import java.time.Clock;

import io.tito.cluster.Membership;
import io.tito.core.TitoTemplate;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code titoindexes}.
 */
@AutoConfiguration(after = TitoIndexAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ TitoTemplate.class, Membership.class })
@ConditionalOnAvailableEndpoint(TitoIndexesEndpoint.class)
public final class TitoIndexesEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TitoIndexesEndpoint titoIndexesEndpoint(TitoTemplate template, Membership membership, IndexChecks checks) {
		return new TitoIndexesEndpoint(template.indexes(), new LiveMembers(membership), checks);
	}

	@Bean
	IndexChecks titoIndexChecks(TitoTemplate template) {
		return new IndexChecks(template.indexes(), Clock.systemUTC());
	}

}
