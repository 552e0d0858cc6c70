package io.tito.autoconfigure.app;

import java.util.List;

import io.tito.repository.TitoRepository;

interface Tickets extends TitoRepository<Ticket, String> {

	List<Ticket> findByOwner(String owner);

}
