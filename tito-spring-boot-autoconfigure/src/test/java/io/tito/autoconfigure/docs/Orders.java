package io.tito.autoconfigure.docs;

import io.tito.repository.TitoRepository;

interface Orders extends TitoRepository<Order, String> {

}
