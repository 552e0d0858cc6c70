package io.tito.autoconfigure.aot;

import java.util.List;

import io.tito.repository.TitoRepository;

interface LetterRepository extends TitoRepository<Letter, String> {

	List<Letter> findByTo(String to);

}
