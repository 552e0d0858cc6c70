package io.tito.autoconfigure.health;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.tito.autoconfigure.data.TitoDataAutoConfiguration;
import io.tito.autoconfigure.listener.TitoListenerAutoConfiguration;
import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.autoconfigure.tikv.TitoTikvProperties;
import io.tito.client.TitoClient;
import io.tito.core.TitoTemplate;
import io.tito.key.Namespace;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.PartitionId;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code tito}.
 */
@AutoConfiguration(after = { TitoClientAutoConfiguration.class, TitoDataAutoConfiguration.class,
		TitoListenerAutoConfiguration.class })
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(TitoClient.class)
@ConditionalOnEnabledHealthIndicator("tito")
public final class TitoHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "titoHealthIndicator", "titoHealthContributor" })
	HealthContributor titoHealthContributor(TitoClient client, Namespace namespace, TitoTikvProperties properties,
			ObjectProvider<TitoConnectionDetails> details, ObjectProvider<TitoListenerContainerRegistry> registry,
			ObjectProvider<TitoTemplate> template) {
		boolean embedded = details.stream().anyMatch(TitoConnectionDetails::isEmbedded);
		return new TitoHealthIndicator(client, properties.requestTimeout(), namespace, embedded, () -> owned(registry),
				() -> unready(template));
	}

	private static Map<String, ?> unready(ObjectProvider<TitoTemplate> template) {
		TitoTemplate known = template.getIfUnique();
		return (known != null) ? UnreadyIndexes.of(known.indexes()) : Map.of();
	}

	private static Map<String, ?> owned(ObjectProvider<TitoListenerContainerRegistry> registry) {
		List<PartitionId> owned = registry.stream().flatMap((one) -> one.ownedPartitions().stream()).toList();
		Function<PartitionId, String> subscription = (id) -> id.type() + "/" + id.group();
		return owned.stream()
			.collect(Collectors.groupingBy(subscription, TreeMap::new,
					Collectors.mapping(PartitionId::partition, Collectors.toCollection(TreeSet::new))));
	}

}
