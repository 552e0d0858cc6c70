package io.tito.test.event;

import io.tito.autoconfigure.outbox.TitoOutboxAutoConfiguration;
import io.tito.client.TitoClient;
import io.tito.codec.ValueCodec;
import io.tito.key.Namespace;
import io.tito.log.write.EventWriter;
import io.tito.transaction.TransactionAccess;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link PublishedEvents}.
 */
@AutoConfiguration(after = TitoOutboxAutoConfiguration.class)
public final class PublishedEventsAutoConfiguration {

	@Bean
	EventsOfTest titoEventsOfTest(TitoClient client, Namespace namespace, EventWriter writer,
			TransactionAccess transactions, ValueCodec codec) {
		return new EventsOfTest(client, namespace, writer, transactions, codec);
	}

	@Bean
	PublishedEvents titoPublishedEvents(EventsOfTest events) {
		return new PublishedEvents(events::read);
	}

}
