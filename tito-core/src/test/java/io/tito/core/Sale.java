package io.tito.core;

import java.time.Instant;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;

/**
 * An entity with indexes of which several answer the same queries.
 */
@NullMarked
@TitoEntity("sale")
@TitoIndex(name = "by_customer", fields = { "customer", "at" })
@TitoIndex(name = "by_customer_and_amount", fields = { "customer", "amount", "at" })
@TitoIndex(name = "by_rating", fields = "rating")
@TitoIndex(name = "by_shop", fields = { "shop", "at" })
@TitoIndex(name = "by_shop_2", fields = { "shop", "amount" })
record Sale(@Id String id, String customer, Instant at, long amount, String shop, String note,
		@Nullable Integer rating) {

	static Sale of(String id, String customer, long at, long amount) {
		return new Sale(id, customer, Instant.ofEpochSecond(at), amount, "s", "x", null);
	}

}
