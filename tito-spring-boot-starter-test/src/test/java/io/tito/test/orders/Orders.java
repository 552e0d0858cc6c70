package io.tito.test.orders;

import io.tito.repository.TitoRepository;

public interface Orders extends TitoRepository<Order, String> {

}
