package io.tito.autoconfigure.data;

import io.tito.annotation.TitoEntity;
import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import io.tito.autoconfigure.transaction.TitoTransactionAutoConfiguration;
import io.tito.client.TitoClient;
import io.tito.codec.RowUpcaster;
import io.tito.codec.TitoCustomConversions;
import io.tito.codec.ValueCodec;
import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.core.EntityChangeListener;
import io.tito.core.TitoTemplate;
import io.tito.key.Namespace;
import io.tito.mapping.TitoMappingContext;
import io.tito.query.Cursors;
import io.tito.transaction.TransactionAccess;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.persistence.autoconfigure.EntityScanner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.domain.ManagedTypes;

/**
 * Auto-configuration of entities: their metadata, verified at start, their stored form,
 * and the template.
 */
@AutoConfiguration(after = { TitoClientAutoConfiguration.class, TitoTransactionAutoConfiguration.class })
@ConditionalOnBean({ TitoClient.class, TransactionAccess.class })
public final class TitoDataAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TitoCustomConversions titoCustomConversions() {
		return TitoCustomConversions.none();
	}

	@Bean
	@ConditionalOnMissingBean
	TitoMappingContext titoMappingContext(ApplicationContext context, TitoCustomConversions conversions,
			ObjectProvider<RowUpcaster> upcasters) throws ClassNotFoundException {
		TitoMappingContext mapping = new TitoMappingContext();
		mapping.setConversions(conversions);
		mapping.setUpcasters(upcasters.orderedStream().toList());
		mapping.setManagedTypes(ManagedTypes.fromIterable(new EntityScanner(context).scan(TitoEntity.class)));
		return mapping;
	}

	/**
	 * A mapper for what is stored. Nobody gets it who does not ask for it by name, so the
	 * application's own stays the only candidate.
	 */
	@Bean(defaultCandidate = false)
	@ConditionalOnMissingBean(name = "titoJsonMapper")
	JsonMapper titoJsonMapper(TitoCustomConversions conversions, ObjectProvider<TitoJsonMapperCustomizer> customizers) {
		JsonMapper.Builder builder = JacksonValueCodec.mapperBuilder(conversions);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean(ValueCodec.class)
	JacksonValueCodec titoValueCodec(@Qualifier("titoJsonMapper") JsonMapper mapper) {
		return new JacksonValueCodec(mapper);
	}

	@Bean
	@ConditionalOnMissingBean(name = "titoTemplate")
	TitoTemplate titoTemplate(TitoClient client, TransactionAccess transactions, TitoMappingContext mapping,
			ValueCodec codec, Namespace namespace, ObjectProvider<EntityChangeListener> listeners) {
		return new TitoTemplate(client, transactions, mapping, codec, namespace, listeners.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	Cursors titoCursors(TitoTemplate template) {
		return template.cursors();
	}

}
