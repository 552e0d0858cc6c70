package io.tito.test.docs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tito.core.DeletedRow;
import io.tito.core.DeletedRows;
import io.tito.core.Migration;
import io.tito.core.TitoTemplate;
import io.tito.test.DataTitoTest;
import io.tito.transaction.TitoTransactional;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.annotation.Propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DataTitoTest
@Import({ Conversions.class, CentsInsteadOfEuros.class, NoBlankNames.class, Bank.class })
class CustomersTests {

	@Autowired
	private Customers customers;

	@Autowired
	private TitoTemplate template;

	@Autowired
	private Bank bank;

	@Test
	void findsACustomer() {
		Customer ann = this.customers.save(Customer.of("ann@example.org", "Ann"));
		assertThat(this.customers.findByEmail("ann@example.org")).contains(ann);
		assertThat(ann.createdAt()).isNotNull();
	}

	@Test
	void refusesAnAddressThatIsTaken() {
		this.customers.save(Customer.of("ann@example.org", "Ann"));
		this.customers.save(Customer.of("ann@example.org", "Bob"));
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(this.template::flush);
	}

	@Test
	void refusesABlankName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.customers.save(Customer.of("ann@example.org", " ")))
			.withMessage("A customer has a name");
	}

	@Test
	void refusesAStaleInstance() {
		Customer ann = this.customers.save(Customer.of("ann@example.org", "Ann"));
		this.customers.save(ann.named("Anna"));
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.customers.save(ann.named("Annie")));
	}

	@Test
	void restoresADeletedCustomer() {
		Customer ann = this.customers.save(Customer.of("ann@example.org", "Ann"));
		this.customers.delete(ann);
		assertThat(this.customers.findAll()).isEmpty();
		DeletedRows<Customer> deleted = this.template.deleted(Customer.class);
		assertThat(deleted.findById(ann.id())).map(DeletedRow::entity).contains(ann);
		Customer restored = deleted.restore(ann.id());
		assertThat(this.customers.findByEmail("ann@example.org")).contains(restored);
	}

	@Test
	void transfersAndWithdraws() {
		this.template.insert(new Account(new Iban("DE1"), 100));
		this.template.insert(new Account(new Iban("DE2"), 0));
		this.bank.transfer(new Iban("DE1"), new Iban("DE2"), 60);
		this.bank.withdraw(new Iban("DE2"), 10);
		assertThat(this.template.findAll(Account.class)).extracting(Account::cents).containsExactly(40L, 50L);
		assertThatIllegalStateException().isThrownBy(() -> this.bank.withdraw(new Iban("DE1"), 41));
	}

	@Test
	void readsAnOlderRevision() {
		assertThat(new CentsInsteadOfEuros().upcast(new HashMap<>(Map.of("iban", "DE1", "euros", 12.5))))
			.isEqualTo(Map.of("iban", "DE1", "cents", 1250L));
	}

	@Test
	@TitoTransactional(propagation = Propagation.NOT_SUPPORTED)
	void addsATagToAll() {
		this.customers.save(Customer.of("ann@example.org", "Ann"));
		Migration done = this.template.migrate(Customer.class, "add-tag", 200,
				(customer) -> new Customer(customer.id(), customer.email(), customer.name(), List.of("known"),
						customer.createdAt(), customer.changedAt(), customer.version()));
		assertThat(done.changed()).isEqualTo(1);
		assertThat(this.template.deleteInBatches(Customer.class, 200)).isEqualTo(1);
	}

}
