package io.tito.autoconfigure.data.former;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;

import org.springframework.data.annotation.Id;

/**
 * As the application had it before it knew the second index.
 */
@TitoEntity("parcel")
@TitoIndex(name = "by_to", fields = "to")
public record FormerParcel(@Id String id, String to, int weight) {

}
