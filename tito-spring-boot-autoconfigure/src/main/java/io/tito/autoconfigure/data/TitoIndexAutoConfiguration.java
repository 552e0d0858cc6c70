package io.tito.autoconfigure.data;

import java.time.Duration;
import java.util.List;

import io.tito.autoconfigure.cluster.TitoClusterAutoConfiguration;
import io.tito.cluster.Member;
import io.tito.cluster.Membership;
import io.tito.core.IndexMaintenance;
import io.tito.core.TitoTemplate;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what builds new indexes while the application runs: the first of
 * the live instances does.
 */
@AutoConfiguration(after = { TitoDataAutoConfiguration.class, TitoClusterAutoConfiguration.class })
@ConditionalOnBean({ TitoTemplate.class, Membership.class })
public final class TitoIndexAutoConfiguration {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	@Bean
	@ConditionalOnMissingBean
	IndexMaintenance titoIndexMaintenance(TitoTemplate template, Membership membership) {
		return new IndexMaintenance(template.indexes(), List.copyOf(template.indexes().entities().values()),
				new LiveMembers(membership), () -> leads(membership), INTERVAL);
	}

	@Bean
	IndexMaintenanceLifecycle titoIndexMaintenanceLifecycle(IndexMaintenance maintenance, TitoTemplate template,
			Membership membership) {
		template.indexes()
			.entities()
			.values()
			.forEach((entity) -> membership.announce(template.indexes().announcement(entity)));
		membership.onChange(maintenance::soon);
		return new IndexMaintenanceLifecycle(maintenance);
	}

	private static boolean leads(Membership membership) {
		List<Member> members = membership.members();
		return membership.isLive() && !members.isEmpty() && members.get(0).instance().equals(membership.self());
	}

}
