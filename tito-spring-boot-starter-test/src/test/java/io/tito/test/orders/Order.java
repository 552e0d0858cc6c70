package io.tito.test.orders;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;

@TitoEntity("order")
@TitoEvent(type = "order", key = "customer", on = Operation.INSERT)
public record Order(@Id @Nullable String id, String customer, long amount) {

}
