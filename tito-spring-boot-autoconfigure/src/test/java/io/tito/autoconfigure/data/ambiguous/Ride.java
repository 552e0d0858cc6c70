package io.tito.autoconfigure.data.ambiguous;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;

import org.springframework.data.annotation.Id;

@TitoEntity("ride")
@TitoIndex(name = "by_driver_and_length", fields = { "driver", "length" })
@TitoIndex(name = "by_driver_and_price", fields = { "driver", "price" })
public record Ride(@Id String id, String driver, int length, int price) {

}
