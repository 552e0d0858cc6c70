package io.tito.test.queries;

import io.tito.annotation.TitoEntity;

import org.springframework.data.annotation.Id;

@TitoEntity("customer")
public record Customer(@Id String id, String name) {

}
