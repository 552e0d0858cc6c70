package io.tito.autoconfigure.aot;

import java.util.Objects;

import io.tito.transaction.TitoTransactional;

import org.springframework.transaction.support.TransactionSynchronizationManager;

class Letters {

	private final LetterRepository repository;

	Letters(LetterRepository repository) {
		this.repository = repository;
	}

	@TitoTransactional(retries = 1)
	public String exchange() {
		Letter saved = this.repository.save(new Letter(null, "ann", " hello ", null, null));
		Letter again = this.repository.save(saved);
		Letter found = this.repository.findByTo("ann").get(0);
		return "exchanged: text=%s audited=%s version=%d same=%s transaction=%s".formatted(found.text(),
				found.at() != null, Objects.requireNonNull(again.version()), found.equals(again),
				TransactionSynchronizationManager.isActualTransactionActive());
	}

}
