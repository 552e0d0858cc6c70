package io.tito.autoconfigure.data.multi;

import io.tito.annotation.TitoEntity;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;

@TitoEntity("note")
public record Note(@Id @Nullable String id, String text) {

}
