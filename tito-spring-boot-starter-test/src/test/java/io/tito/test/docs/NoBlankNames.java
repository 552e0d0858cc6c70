package io.tito.test.docs;

import io.tito.core.callback.BeforeSaveCallback;

import org.springframework.stereotype.Component;

@Component
class NoBlankNames implements BeforeSaveCallback<Customer> {

	@Override
	public Customer onBeforeSave(Customer customer) {
		if (customer.name().isBlank()) {
			throw new IllegalArgumentException("A customer has a name");
		}
		return customer;
	}

}
