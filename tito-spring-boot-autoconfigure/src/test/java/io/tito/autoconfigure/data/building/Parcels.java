package io.tito.autoconfigure.data.building;

import io.tito.repository.TitoRepository;

public interface Parcels extends TitoRepository<Parcel, String> {

}
