package io.tito.autoconfigure.data.faulty;

import io.tito.annotation.TitoEntity;

@TitoEntity("has:colon")
public record Nameless(String title) {

}
