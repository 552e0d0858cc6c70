package io.tito.autoconfigure.data.building;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;

import org.springframework.data.annotation.Id;

@TitoEntity("parcel")
@TitoIndex(name = "by_to", fields = "to")
@TitoIndex(name = "by_weight", fields = "weight")
public record Parcel(@Id String id, String to, int weight) {

}
