package io.tito.test.queries;

import io.tito.annotation.TitoEntity;

import org.springframework.data.annotation.Id;

@TitoEntity("product")
public record Product(@Id String id, String name) {

}
