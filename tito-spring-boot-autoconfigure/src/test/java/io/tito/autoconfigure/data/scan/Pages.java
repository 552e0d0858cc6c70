package io.tito.autoconfigure.data.scan;

import java.util.List;

import io.tito.repository.TitoRepository;

public interface Pages extends TitoRepository<Page, String> {

	List<Page> findByText(String text);

}
