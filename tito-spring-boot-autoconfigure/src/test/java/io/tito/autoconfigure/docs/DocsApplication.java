package io.tito.autoconfigure.docs;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.annotation.TitoListener;
import io.tito.listener.RejectEventException;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.stereotype.Component;

@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan
class DocsApplication {

	/**
	 * Rejects the orders of some customers.
	 */
	@Component
	static class Billing {

		final Set<String> refused = ConcurrentHashMap.newKeySet();

		final Set<String> billed = ConcurrentHashMap.newKeySet();

		@TitoListener(type = "order", group = "billing")
		void on(Order order) {
			if (this.refused.contains(order.customer())) {
				throw new RejectEventException("no account");
			}
			this.billed.add(order.customer());
		}

	}

}
