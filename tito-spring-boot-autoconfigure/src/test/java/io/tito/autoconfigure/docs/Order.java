package io.tito.autoconfigure.docs;

import java.time.Instant;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

// tag::entity[]
@TitoEntity("order")
@TitoEvent(type = "order", key = "customer")
@TitoEvent(type = "review", on = Operation.INSERT, key = "customer", dueAt = "placed.plusSeconds(86400)",
		payload = "{order: #id, customer: customer}")
record Order(@Id @Nullable String id, String customer, int amount, Instant placed, @Version @Nullable Long version) {
	// end::entity[]

	static Order of(String customer, int amount) {
		return new Order(null, customer, amount, Instant.parse("2026-11-20T10:00:00Z"), null);
	}

}
