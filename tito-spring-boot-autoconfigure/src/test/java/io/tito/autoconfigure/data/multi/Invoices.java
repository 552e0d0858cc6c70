package io.tito.autoconfigure.data.multi;

import org.springframework.data.repository.CrudRepository;

public interface Invoices extends CrudRepository<Invoice, Long> {

}
