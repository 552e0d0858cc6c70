package io.tito.sample.process.kill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.tito.sample.process.kill.Attempt.Outcome;
import io.tito.sample.process.kill.History.Placed;
import io.tito.sample.process.kill.History.Shipped;

/**
 * Decides whether a history keeps the promises: what was accepted exists and was shipped
 * once, what was not tried does not exist, and each customer's shipments are numbered
 * from 1 without gaps, in the order of acceptance. An order whose answer was lost may
 * exist; if it does, it is shipped once as well, after everything that its customer had
 * been promised before.
 */
final class HistoryChecker {

	private final History history;

	private final Map<String, Attempt> attempts = new HashMap<>();

	private final Map<String, Attempt> attemptOfOrder = new HashMap<>();

	private final List<String> violations = new ArrayList<>();

	private HistoryChecker(History history) {
		this.history = history;
		history.attempts().forEach((attempt) -> this.attempts.put(attempt.reference(), attempt));
		history.orders().forEach((order) -> {
			Attempt attempt = this.attempts.get(order.reference());
			if (attempt != null) {
				this.attemptOfOrder.put(order.id(), attempt);
			}
		});
	}

	static List<String> violationsOf(History history) {
		HistoryChecker checker = new HistoryChecker(history);
		checker.checkAnswers();
		checker.checkOrders();
		checker.checkShipments();
		checker.shipmentsByCustomer().forEach(checker::checkNumbers);
		checker.shipmentsByCustomer().forEach(checker::checkOrdering);
		return List.copyOf(checker.violations);
	}

	private void checkAnswers() {
		this.history.attempts()
			.stream()
			.filter((attempt) -> attempt.outcome() == Outcome.REFUSED)
			.forEach((attempt) -> violation("%s was refused: %s", attempt.reference(), attempt.detail()));
	}

	private void checkOrders() {
		Set<String> ids = this.history.orders().stream().map(Placed::id).collect(Collectors.toSet());
		for (Attempt attempt : this.history.attempts()) {
			if (attempt.outcome() == Outcome.ACCEPTED && !ids.contains(attempt.order())) {
				violation("%s was accepted as %s, but does not exist", attempt.reference(), attempt.order());
			}
		}
		if (ids.size() < this.history.orders().size()) {
			violation("The list of orders has %d entries of %d orders", this.history.orders().size(), ids.size());
		}
		this.history.orders().forEach(this::checkOrigin);
	}

	private void checkOrigin(Placed order) {
		Attempt attempt = this.attempts.get(order.reference());
		if (attempt == null) {
			violation("Order %s exists, but nobody placed %s", order.id(), order.reference());
		}
		else if (attempt.outcome() == Outcome.ACCEPTED && !order.id().equals(attempt.order())) {
			violation("%s was accepted as %s, but exists as %s", order.reference(), attempt.order(), order.id());
		}
	}

	private void checkShipments() {
		Map<String, Long> counts = this.history.shipments()
			.stream()
			.collect(Collectors.groupingBy(Shipped::orderId, Collectors.counting()));
		for (Placed order : this.history.orders()) {
			long count = counts.getOrDefault(order.id(), 0L);
			if (count != 1) {
				violation("Order %s (%s) has %d shipments", order.id(), order.reference(), count);
			}
		}
		Set<String> ids = this.history.orders().stream().map(Placed::id).collect(Collectors.toSet());
		counts.keySet()
			.stream()
			.filter((id) -> !ids.contains(id))
			.forEach((id) -> violation("Order %s was shipped, but does not exist", id));
	}

	private Map<String, List<Shipped>> shipmentsByCustomer() {
		return this.history.shipments()
			.stream()
			.sorted(Comparator.comparing(Shipped::number))
			.collect(Collectors.groupingBy(Shipped::customer, TreeMap::new, Collectors.toList()));
	}

	private void checkNumbers(String customer, List<Shipped> shipments) {
		for (int i = 0; i < shipments.size(); i++) {
			if (shipments.get(i).number() != i + 1) {
				violation("%s's shipments are numbered %s", customer, shipments.stream().map(Shipped::number).toList());
				return;
			}
		}
	}

	private void checkOrdering(String customer, List<Shipped> shipments) {
		int earliest = Integer.MAX_VALUE;
		for (int i = shipments.size() - 1; i >= 0; i--) {
			Attempt attempt = this.attemptOfOrder.get(shipments.get(i).orderId());
			if (attempt == null) {
				continue;
			}
			if (attempt.sequence() > earliest) {
				violation("%s's order %d was shipped before %d, which had been accepted earlier", customer,
						attempt.sequence(), earliest);
			}
			if (attempt.outcome() == Outcome.ACCEPTED) {
				earliest = Math.min(earliest, attempt.sequence());
			}
		}
	}

	private void violation(String format, Object... arguments) {
		this.violations.add(format.formatted(arguments));
	}

}
