package io.tito.benchmark.peer.product;

import io.tito.client.TitoClient;
import io.tito.core.TitoTemplate;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.EventLogOperations;
import io.tito.outbox.Outbox;
import io.tito.transaction.TitoTransactionManager;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is used of an application with Tito.
 */
record TitoApplication(ConfigurableApplicationContext context, TitoClient client, TransactionTemplate transactions,
		TitoTemplate template, Outbox outbox, EventLogOperations log, TitoListenerContainerRegistry listeners) {

	static TitoApplication of(ConfigurableApplicationContext context) {
		return new TitoApplication(context, context.getBean(TitoClient.class),
				new TransactionTemplate(context.getBean(TitoTransactionManager.class)),
				context.getBean(TitoTemplate.class), context.getBean(Outbox.class),
				context.getBean(EventLogOperations.class), context.getBean(TitoListenerContainerRegistry.class));
	}

}
