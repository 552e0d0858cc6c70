package io.tito.test.orders;

import io.tito.annotation.TitoEntity;

import org.springframework.data.annotation.Id;

@TitoEntity("shipment")
public record Shipment(@Id String orderId, String customer) {

}
