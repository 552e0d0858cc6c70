package io.tito.test.app;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;
import io.tito.annotation.TitoIndex;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

@TitoEntity("note")
@TitoIndex(name = "by_text", fields = "text")
@TitoEvent(type = "note")
public record Note(@Id @Nullable String id, String text, @Version @Nullable Long version) {

}
