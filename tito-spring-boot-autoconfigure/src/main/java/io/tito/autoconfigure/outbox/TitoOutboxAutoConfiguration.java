package io.tito.autoconfigure.outbox;

import io.tito.autoconfigure.data.TitoDataAutoConfiguration;
import io.tito.autoconfigure.transaction.TitoTransactionAutoConfiguration;
import io.tito.client.TitoClient;
import io.tito.codec.ValueCodec;
import io.tito.key.Namespace;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.PartitionSplits;
import io.tito.log.write.EventWriter;
import io.tito.log.write.PublishSignal;
import io.tito.outbox.ApplicationEventPublication;
import io.tito.outbox.EntityEventPublisher;
import io.tito.outbox.Outbox;
import io.tito.outbox.TransactionalOutbox;
import io.tito.transaction.TransactionAccess;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of publishing: by hand through the {@link Outbox}, and by changes of
 * entities.
 */
@AutoConfiguration(after = { TitoTransactionAutoConfiguration.class, TitoDataAutoConfiguration.class })
@ConditionalOnBean({ TitoClient.class, TransactionAccess.class })
@EnableConfigurationProperties(TitoOutboxProperties.class)
public final class TitoOutboxAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LogKeys titoLogKeys(Namespace namespace) {
		return new LogKeys(namespace);
	}

	@Bean
	@ConditionalOnMissingBean
	EventTypes titoEventTypes(TitoClient client, LogKeys keys, TitoOutboxProperties properties) {
		return new EventTypes(client, keys, properties::initial,
				new PartitionSplits(client, keys, properties::preSplit));
	}

	@Bean
	@ConditionalOnMissingBean
	EventWriter titoEventWriter(TitoClient client, EventTypes types, LogKeys keys,
			ObjectProvider<PublishSignal> signals, ObjectProvider<LogListener> listeners) {
		return new EventWriter(client, types, keys, new LazyPublishSignal(signals), CompositeLogListener.of(listeners));
	}

	@Bean
	@ConditionalOnMissingBean(Outbox.class)
	TransactionalOutbox titoOutbox(TransactionAccess transactions, EventWriter writer, ValueCodec codec) {
		return new TransactionalOutbox(transactions, writer, codec);
	}

	@Bean
	@ConditionalOnMissingBean
	static ApplicationEventPublication titoApplicationEventPublication(ObjectProvider<Outbox> outbox) {
		return new ApplicationEventPublication(outbox::getObject);
	}

	@Bean
	@ConditionalOnMissingBean
	EntityEventPublisher titoEntityEventPublisher(EventWriter writer, ValueCodec codec) {
		return new EntityEventPublisher(writer, codec);
	}

}
