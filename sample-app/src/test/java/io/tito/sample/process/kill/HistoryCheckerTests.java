package io.tito.sample.process.kill;

import java.util.ArrayList;
import java.util.List;

import io.tito.sample.process.kill.Attempt.Outcome;
import io.tito.sample.process.kill.History.Placed;
import io.tito.sample.process.kill.History.Shipped;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryCheckerTests {

	private final List<Attempt> attempts = new ArrayList<>();

	private final List<Placed> orders = new ArrayList<>();

	private final List<Shipped> shipments = new ArrayList<>();

	@Test
	void acceptsWhatKeepsThePromises() {
		accepted(1);
		accepted(2);
		shipped(1, 1);
		shipped(2, 2);
		assertThat(violations()).isEmpty();
	}

	@Test
	void acceptsAnOrderWhoseAnswerWasLostWhetherItExistsOrNot() {
		accepted(1);
		attempt(2, Outcome.UNCERTAIN);
		attempt(3, Outcome.UNCERTAIN);
		placed(3);
		accepted(4);
		shipped(1, 1);
		shipped(4, 2);
		shipped(3, 3);
		assertThat(violations()).isEmpty();
	}

	@Test
	void findsAnAcceptedOrderThatWasLost() {
		attempt(1, Outcome.ACCEPTED);
		assertThat(violations()).containsExactly("R-1 was accepted as order-1, but does not exist");
	}

	@Test
	void findsAnOrderThatWasNotShipped() {
		accepted(1);
		assertThat(violations()).containsExactly("Order order-1 (R-1) has 0 shipments");
	}

	@Test
	void findsAnOrderThatWasShippedTwice() {
		accepted(1);
		shipped(1, 1);
		shipped(1, 2);
		assertThat(violations()).containsExactly("Order order-1 (R-1) has 2 shipments");
	}

	@Test
	void findsAnOrderWithoutAnAnswerThatWasNotShipped() {
		attempt(1, Outcome.UNCERTAIN);
		placed(1);
		assertThat(violations()).containsExactly("Order order-1 (R-1) has 0 shipments");
	}

	@Test
	void findsAShipmentOfNothing() {
		shipped(1, 1);
		assertThat(violations()).containsExactly("Order order-1 was shipped, but does not exist");
	}

	@Test
	void findsAnOrderThatNobodyPlaced() {
		placed(1);
		shipped(1, 1);
		assertThat(violations()).containsExactly("Order order-1 exists, but nobody placed R-1");
	}

	@Test
	void findsAGapInTheNumbers() {
		accepted(1);
		accepted(2);
		shipped(1, 1);
		shipped(2, 3);
		assertThat(violations()).containsExactly("ann's shipments are numbered [1, 3]");
	}

	@Test
	void findsANumberThatWasGivenTwice() {
		accepted(1);
		accepted(2);
		shipped(1, 1);
		shipped(2, 1);
		assertThat(violations()).containsExactly("ann's shipments are numbered [1, 1]");
	}

	@Test
	void findsAcceptedOrdersThatChangedPlaces() {
		accepted(1);
		accepted(2);
		shipped(2, 1);
		shipped(1, 2);
		assertThat(violations()).containsExactly("ann's order 2 was shipped before 1, which had been accepted earlier");
	}

	@Test
	void findsAnOrderWithoutAnAnswerBeforeAnEarlierPromise() {
		accepted(1);
		attempt(2, Outcome.UNCERTAIN);
		placed(2);
		shipped(2, 1);
		shipped(1, 2);
		assertThat(violations()).containsExactly("ann's order 2 was shipped before 1, which had been accepted earlier");
	}

	@Test
	void findsAnAnswerThatNothingExplains() {
		attempt(1, Outcome.REFUSED);
		assertThat(violations()).containsExactly("R-1 was refused: detail");
	}

	private List<String> violations() {
		return HistoryChecker.violationsOf(new History(this.attempts, this.orders, this.shipments));
	}

	private void accepted(int sequence) {
		attempt(sequence, Outcome.ACCEPTED);
		placed(sequence);
	}

	private void attempt(int sequence, Outcome outcome) {
		String order = (outcome == Outcome.ACCEPTED) ? "order-" + sequence : null;
		this.attempts.add(new Attempt("ann", sequence, "R-" + sequence, outcome, order, "sample-1", "detail"));
	}

	private void placed(int sequence) {
		this.orders.add(new Placed("order-" + sequence, "ann", "R-" + sequence));
	}

	private void shipped(int sequence, long number) {
		this.shipments.add(new Shipped("order-" + sequence, "ann", number));
	}

}
