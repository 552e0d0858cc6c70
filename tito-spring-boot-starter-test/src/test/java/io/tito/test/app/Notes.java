package io.tito.test.app;

import java.util.List;

import io.tito.repository.TitoRepository;

public interface Notes extends TitoRepository<Note, String> {

	List<Note> findByText(String text);

}
