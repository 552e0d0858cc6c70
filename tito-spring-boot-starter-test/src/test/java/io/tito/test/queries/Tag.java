package io.tito.test.queries;

import io.tito.annotation.TitoEntity;

import org.springframework.data.annotation.Id;

@TitoEntity("tag")
public record Tag(@Id String id, String name) {

}
