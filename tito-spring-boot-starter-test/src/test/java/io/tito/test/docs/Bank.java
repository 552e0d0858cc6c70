package io.tito.test.docs;

import io.tito.core.TitoOperations;
import io.tito.transaction.TitoTransactional;

import org.springframework.stereotype.Service;

@Service
class Bank {

	private final TitoOperations operations;

	Bank(TitoOperations operations) {
		this.operations = operations;
	}

	@TitoTransactional(retries = 3)
	public void transfer(Iban from, Iban to, long cents) {
		add(from, -cents);
		add(to, cents);
	}

	@TitoTransactional
	public void withdraw(Iban iban, long cents) {
		Account account = this.operations.findByIdForUpdate(Account.class, iban).orElseThrow();
		if (account.cents() < cents) {
			throw new IllegalStateException("There is not enough");
		}
		this.operations.save(new Account(iban, account.cents() - cents));
	}

	private void add(Iban iban, long cents) {
		this.operations.update(Account.class, iban, (account) -> new Account(iban, account.cents() + cents));
	}

}
