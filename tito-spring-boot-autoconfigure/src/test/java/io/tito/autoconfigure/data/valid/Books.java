package io.tito.autoconfigure.data.valid;

import io.tito.repository.TitoRepository;

public interface Books extends TitoRepository<Book, String> {

}
