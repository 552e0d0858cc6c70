package io.tito.autoconfigure.data.multi;

import org.springframework.data.repository.CrudRepository;

// no type of Tito: it is told apart by its entity
public interface Notes extends CrudRepository<Note, String> {

}
