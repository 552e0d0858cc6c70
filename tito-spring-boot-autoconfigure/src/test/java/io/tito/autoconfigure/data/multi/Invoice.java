package io.tito.autoconfigure.data.multi;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

@Entity
public class Invoice {

	@Id
	@GeneratedValue
	private Long id;

	private String customer;

	protected Invoice() {
	}

	public Invoice(String customer) {
		this.customer = customer;
	}

	public String getCustomer() {
		return this.customer;
	}

}
