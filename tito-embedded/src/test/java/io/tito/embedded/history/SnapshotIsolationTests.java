package io.tito.embedded.history;

import java.util.List;
import java.util.Map;

import io.tito.embedded.history.AppendHistory.Entry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The checker of histories finds what is wrong with them.
 */
class SnapshotIsolationTests {

	private final AppendHistory history = new AppendHistory();

	private Entry transaction(Map<String, String> seen, Map<String, Integer> appends) {
		Entry entry = this.history.begin(0, seen);
		appends.forEach(entry::appended);
		entry.committed(0);
		return entry;
	}

	private List<String> violations(Map<String, List<Integer>> lists) {
		return SnapshotIsolation.violations(this.history.entries(), lists);
	}

	@Test
	void acceptsWriteSkew() {
		transaction(Map.of("x", "", "y", ""), Map.of("x", 1));
		transaction(Map.of("x", "", "y", ""), Map.of("y", 2));
		assertThat(violations(Map.of("x", List.of(1), "y", List.of(2)))).isEmpty();
	}

	@Test
	void findsALostAppend() {
		transaction(Map.of("x", ""), Map.of("x", 1));
		transaction(Map.of("x", ""), Map.of("x", 2));
		assertThat(violations(Map.of("x", List.of(2)))).hasSize(1);
	}

	@Test
	void findsAnAppendOfAnAbortedTransaction() {
		transaction(Map.of("x", ""), Map.of("x", 1)).aborted();
		assertThat(violations(Map.of("x", List.of(1)))).hasSize(1);
	}

	@Test
	void findsHalfATransaction() {
		Entry crashed = this.history.begin(0, Map.of());
		crashed.appended("x", 1);
		crashed.appended("y", 2);
		assertThat(violations(Map.of("x", List.of(1), "y", List.of(2)))).isEmpty();
		assertThat(violations(Map.of("x", List.of(1)))).hasSize(1);
	}

	@Test
	void findsADoubledAppend() {
		transaction(Map.of("x", ""), Map.of("x", 1));
		assertThat(violations(Map.of("x", List.of(1, 1)))).hasSize(1);
	}

	@Test
	void findsAReadOfWhatNeverWas() {
		transaction(Map.of(), Map.of("x", 1));
		transaction(Map.of(), Map.of("x", 2));
		transaction(Map.of("x", "2,"), Map.of());
		assertThat(violations(Map.of("x", List.of(1, 2)))).hasSize(1);
	}

	@Test
	void findsAReadOfHalfATransaction() {
		transaction(Map.of(), Map.of("x", 1, "y", 2));
		transaction(Map.of("x", "1,", "y", ""), Map.of());
		assertThat(violations(Map.of("x", List.of(1), "y", List.of(2)))).hasSize(1);
	}

	@Test
	void findsReadersThatDisagreeAboutTheOrder() {
		transaction(Map.of(), Map.of("x", 1));
		transaction(Map.of(), Map.of("y", 2));
		transaction(Map.of("x", "1,", "y", ""), Map.of());
		transaction(Map.of("x", "", "y", "2,"), Map.of());
		assertThat(violations(Map.of("x", List.of(1), "y", List.of(2)))).hasSize(1);
	}

	@Test
	void findsAReadOfThePast() {
		transaction(Map.of(), Map.of("x", 1)).committed(10);
		this.history.begin(20, Map.of("x", ""));
		assertThat(violations(Map.of("x", List.of(1)))).hasSize(1);
	}

}
