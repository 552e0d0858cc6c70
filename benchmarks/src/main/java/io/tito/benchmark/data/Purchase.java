package io.tito.benchmark.data;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;

import org.springframework.data.annotation.Id;

/**
 * What is stored, with as many indexes as the name says.
 */
interface Purchase {

	String id();

	/**
	 * Without an index.
	 */
	@TitoEntity("purchase0")
	record Plain(@Id String id, String customer, long at, long amount, String text) implements Purchase {
	}

	/**
	 * With one index.
	 */
	@TitoEntity("purchase1")
	@TitoIndex(name = "by_customer", fields = { "customer", "at" })
	record Indexed(@Id String id, String customer, long at, long amount, String text) implements Purchase {
	}

	/**
	 * As {@link Indexed}, in a table that stays small.
	 */
	@TitoEntity("purchase-small")
	@TitoIndex(name = "by_customer", fields = { "customer", "at" })
	record Small(@Id String id, String customer, long at, long amount, String text) implements Purchase {
	}

	/**
	 * With four indexes.
	 */
	@TitoEntity("purchase4")
	@TitoIndex(name = "by_customer", fields = { "customer", "at" })
	@TitoIndex(name = "by_amount", fields = "amount")
	@TitoIndex(name = "by_at", fields = "at")
	@TitoIndex(name = "by_text", fields = "text")
	record Indexed4(@Id String id, String customer, long at, long amount, String text) implements Purchase {
	}

}
