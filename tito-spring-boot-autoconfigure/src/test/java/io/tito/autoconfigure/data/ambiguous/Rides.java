package io.tito.autoconfigure.data.ambiguous;

import java.util.List;

import io.tito.repository.TitoRepository;

public interface Rides extends TitoRepository<Ride, String> {

	List<Ride> findByDriver(String driver);

}
