package io.tito.sample.order;

import java.net.URI;

import io.tito.query.Cursors;
import io.tito.sample.web.InvalidFieldException;
import io.tito.sample.web.NotFoundException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Window;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The resource {@code /orders}.
 */
@RestController
@RequestMapping("/orders")
class OrderController {

	/** Names the query in the cursors, which are of no use for another. */
	private static final String LIST = "orders-of-customer";

	private static final String LARGE = "large-orders-of-customer";

	private final Orders orders;

	private final OrderChanges changes;

	private final Cursors cursors;

	OrderController(Orders orders, OrderChanges changes, Cursors cursors) {
		this.orders = orders;
		this.changes = changes;
		this.cursors = cursors;
	}

	@PostMapping
	ResponseEntity<Order> place(@Valid @RequestBody NewOrder body) {
		Order order = this.orders.save(body.toOrder());
		URI location = ServletUriComponentsBuilder.fromCurrentRequest()
			.path("/{id}")
			.buildAndExpand(order.id())
			.toUri();
		return ResponseEntity.created(location).body(order);
	}

	@GetMapping("/{id}")
	Order get(@PathVariable String id) {
		return this.orders.findById(id).orElseThrow(() -> NotFoundException.of("order", id));
	}

	@GetMapping
	OrderPage list(@RequestParam @NotBlank String customer,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
			@RequestParam(required = false) @Nullable String after) {
		Window<Order> window = this.orders.findByCustomer(customer, this.cursors.decode(after, LIST, customer),
				Limit.of(limit));
		return new OrderPage(window.getContent(), this.cursors.next(window, LIST, customer));
	}

	@GetMapping(params = "large=true")
	OrderPage listLarge(@RequestParam @NotBlank String customer,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
			@RequestParam(required = false) @Nullable String after) {
		Window<Order> window = this.orders.findLargeByCustomer(customer, this.cursors.decode(after, LARGE, customer),
				Limit.of(limit));
		return new OrderPage(window.getContent(), this.cursors.next(window, LARGE, customer));
	}

	@PutMapping("/{id}")
	Order change(@PathVariable String id, @Valid @RequestBody ChangedOrder body) {
		if (body.id() != null && !body.id().equals(id)) {
			throw new InvalidFieldException("id", "must be the id of the path, or left out");
		}
		return this.changes.change(body.toOrder(id));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id) {
		this.orders.deleteById(id);
	}

}
