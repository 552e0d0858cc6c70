package io.tito.autoconfigure.aot;

import java.time.Instant;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;
import io.tito.annotation.TitoIndex;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

@TitoEntity("letter")
@TitoIndex(name = "by_to", fields = "to")
@TitoEvent(type = "letter")
record Letter(@Id @Nullable String id, String to, String text, @CreatedDate @Nullable Instant at,
		@Version @Nullable Long version) {

}
