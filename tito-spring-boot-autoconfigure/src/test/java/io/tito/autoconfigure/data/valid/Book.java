package io.tito.autoconfigure.data.valid;

import io.tito.annotation.TitoEntity;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;

@TitoEntity("book")
public record Book(@Id @Nullable String id, String title) {

}
