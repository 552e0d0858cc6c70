package io.tito.autoconfigure.data.scan;

import io.tito.annotation.TitoEntity;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;

@TitoEntity("page")
public record Page(@Id @Nullable String id, String text) {

}
