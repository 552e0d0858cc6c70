package io.tito.test.docs;

import java.util.Optional;

import io.tito.repository.TitoRepository;

public interface Customers extends TitoRepository<Customer, String> {

	Optional<Customer> findByEmail(String email);

}
