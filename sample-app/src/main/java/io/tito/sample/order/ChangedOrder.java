package io.tito.sample.order;

import java.util.List;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to change an order: the order as it shall be, with the version
 * that the caller has seen.
 */
record ChangedOrder(@Nullable String id, @NotBlank @Size(max = 100) String customer,
		@NotBlank @Size(max = 100) String reference, @NotNull @PositiveOrZero Long amount,
		@Nullable @Size(max = 50) List<@NotBlank @Size(max = 100) String> tags, @NotNull Long version) {

	Order toOrder(String id) {
		List<String> tags = (this.tags != null) ? this.tags : List.of();
		return new Order(id, this.customer, this.reference, this.amount, tags, this.version);
	}

}
