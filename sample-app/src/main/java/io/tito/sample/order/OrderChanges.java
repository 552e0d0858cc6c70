package io.tito.sample.order;

import io.tito.sample.web.NotFoundException;
import io.tito.transaction.TitoTransactional;

import org.springframework.stereotype.Service;

/**
 * Changes orders that exist.
 */
@Service
class OrderChanges {

	private final Orders orders;

	OrderChanges(Orders orders) {
		this.orders = orders;
	}

	@TitoTransactional
	Order change(Order changed) {
		String id = String.valueOf(changed.id());
		if (!this.orders.existsById(id)) {
			throw NotFoundException.of("order", id);
		}
		return this.orders.save(changed);
	}

}
