package io.tito.benchmark.peer.measure;

import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LedgerTests {

	private final Ledger ledger = new Ledger(10);

	@Test
	void firstCallCountsAndEachFurtherOneIsADuplicate() {
		long first = this.ledger.reserve(3);
		this.ledger.onHandler(first);
		this.ledger.onHandler(first + 1);
		this.ledger.onHandler(first + 1);
		this.ledger.onHandler(first + 1);

		assertThat(this.ledger.distinct()).isEqualTo(2);
		assertThat(this.ledger.duplicates()).isEqualTo(2);
	}

	@Test
	void onlyCommittedEventsCanBeUnhandled() {
		long first = this.ledger.reserve(4);
		this.ledger.onHandler(first);
		Set<Long> committed = Set.of(first, first + 1, first + 3);

		assertThat(this.ledger.unhandled(first, first + 4, committed::contains)).isEqualTo(2);
		assertThat(this.ledger.unhandled(first + 2, first + 3, committed::contains)).isZero();
	}

	@Test
	void latenciesAreThoseOfTheFirstCallWithinTheWindow() {
		long first = this.ledger.reserve(3);
		long begin = System.nanoTime();
		for (long seq = first; seq < first + 3; seq++) {
			this.ledger.start(seq, begin);
		}
		this.ledger.onHandler(first);
		long middle = System.nanoTime();
		this.ledger.onHandler(first + 1);
		this.ledger.onHandler(first);

		assertThat(this.ledger.handledCount(first, first + 3, begin, middle)).isOne();
		assertThat(LongStream.of(this.ledger.latencies(first, first + 3, begin, middle))).hasSize(1)
			.allMatch((nanos) -> nanos >= 0 && nanos <= middle - begin);
		assertThat(this.ledger.latencies(first, first + 3, Long.MIN_VALUE, Long.MAX_VALUE)).hasSize(2);
	}

	@Test
	void latencyOfAnEventThatIsHandledTooEarlyIsNegative() {
		long first = this.ledger.reserve(1);
		this.ledger.start(first, System.nanoTime() + 1_000_000_000_000L);
		this.ledger.onHandler(first);

		assertThat(LongStream.of(this.ledger.latencies(first, first + 1, Long.MIN_VALUE, Long.MAX_VALUE))).hasSize(1)
			.allMatch((nanos) -> nanos < 0);
	}

	@Test
	void sequencesAreGivenOnceAndRunOut() {
		assertThat(this.ledger.reserve(6)).isZero();
		assertThat(this.ledger.reserve(4)).isEqualTo(6);
		assertThatIllegalStateException().isThrownBy(() -> this.ledger.reserve(1)).withMessageContaining("full");
	}

}
