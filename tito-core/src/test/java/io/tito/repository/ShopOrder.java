package io.tito.repository;

import java.time.Instant;
import java.util.List;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.annotation.TitoRelation;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;

/**
 * The entity of the derived queries under test.
 */
@NullMarked
@TitoEntity("shop-order")
@TitoIndex(name = "by_customer", fields = { "customer", "at" })
@TitoIndex(name = "by_city", fields = { "address.city", "amount" })
@TitoIndex(name = "by_book", fields = "bookIds")
@TitoIndex(name = "paid", fields = { "customer", "amount" }, condition = "paid")
public record ShopOrder(@Id String id, String customer, Instant at, long amount, boolean paid, Address address,
		List<String> bookIds, @TitoRelation(from = "bookIds") List<Book> books, @Nullable String note) {

	static ShopOrder of(String id, String customer, long at, long amount, String city, String... books) {
		return new ShopOrder(id, customer, Instant.ofEpochSecond(at), amount, amount > 50, new Address(city),
				List.of(books), List.of(), null);
	}

	public record Address(String city) {
	}

}
