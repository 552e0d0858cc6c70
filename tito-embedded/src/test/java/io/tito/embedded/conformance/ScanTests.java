package io.tito.embedded.conformance;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.Context;

import static io.tito.embedded.wire.Notation.delete;
import static io.tito.embedded.wire.Notation.lock;
import static io.tito.embedded.wire.Notation.put;
import static org.assertj.core.api.Assertions.assertThat;

class ScanTests extends ConformanceTestBase {

	@BeforeEach
	void fill() {
		this.wire.committed(10, 20, put("a", "1"), put("b", "2"), put("c", "3"), put("d", "4"));
	}

	@Scenario(18)
	void stopsAtTheLimit() {
		assertThat(this.wire.scan(this.wire.scanning("a", "", 30).setLimit(2))).containsExactly("a=1", "b=2");
	}

	@Scenario(19)
	void readsAHalfOpenRange() {
		assertThat(this.wire.scan(this.wire.scanning("b", "d", 30))).containsExactly("b=2", "c=3");
	}

	@Scenario(20)
	void readsBackwards() {
		assertThat(this.wire.scan(this.wire.scanning("d", "a", 30).setReverse(true))).containsExactly("c=3", "b=2",
				"a=1");
		assertThat(this.wire.scan(this.wire.scanning("d", "", 30).setReverse(true).setLimit(1))).containsExactly("c=3");
	}

	@Scenario(21)
	void findsNothingBackwardsWithoutABound() {
		assertThat(this.wire.scan(this.wire.scanning("", "", 30).setReverse(true))).isEmpty();
	}

	@Scenario(22)
	void leavesOutValues() {
		assertThat(this.wire.scan(this.wire.scanning("a", "c", 30).setKeyOnly(true))).containsExactly("a=", "b=");
	}

	@Scenario(23)
	void seesNothingBeforeTheCommit() {
		assertThat(this.wire.scan(this.wire.scanning("a", "z", 19))).isEmpty();
	}

	@Scenario(24)
	void reportsLockedRowsInTheirPlace() {
		this.wire.prewritten(25, put("b", "new"));
		assertThat(this.wire.scan(this.wire.scanning("a", "z", 30))).containsExactly("a=1", "locked:b", "c=3", "d=4");
		assertThat(this.wire.scan(this.wire.scanning("a", "z", 30).setLimit(2))).containsExactly("a=1", "locked:b");
		assertThat(this.wire.scan(this.wire.scanning("d", "a", 30).setReverse(true))).containsExactly("c=3", "locked:b",
				"a=1");
	}

	@Scenario(25)
	void blocksOnDeletesButNotOnPureLocks() {
		this.wire.prewritten(25, delete("b"), lock("c"));
		assertThat(this.wire.scan(this.wire.scanning("a", "z", 30))).containsExactly("a=1", "locked:b", "c=3", "d=4");
	}

	@Scenario(26)
	void passesNewerLocks() {
		this.wire.prewritten(25, put("b", "new"));
		assertThat(this.wire.scan(this.wire.scanning("a", "c", 24))).containsExactly("a=1", "b=2");
	}

	@Scenario(27)
	void skipsDeletedRows() {
		this.wire.committed(21, 22, delete("b"));
		assertThat(this.wire.scan(this.wire.scanning("a", "z", 30).setLimit(2))).containsExactly("a=1", "c=3");
	}

	@Scenario({ 28, 31 })
	void givesNothingForNothing() {
		assertThat(this.wire.scan(this.wire.scanning("a", "z", 30).setLimit(0))).isEmpty();
		assertThat(this.wire.scan(this.wire.scanning("b", "b", 30))).isEmpty();
		assertThat(this.wire.scan(this.wire.scanning("c", "b", 30))).isEmpty();
	}

	@Scenario(32)
	void honoursKnownLocksPerRow() {
		this.wire.prewritten(25, put("b", "B"));
		this.wire.prewritten(26, put("c", "C"));
		Context context = this.wire.context()
			.toBuilder()
			.addResolvedLocks(this.wire.at(25))
			.addCommittedLocks(this.wire.at(26))
			.build();
		assertThat(this.wire.scan(this.wire.scanning("a", "z", 30).setContext(context))).containsExactly("a=1", "b=2",
				"c=C", "d=4");
	}

	@Scenario(33)
	void samplesRows() {
		assertThat(this.wire.scan(this.wire.scanning("a", "z", 30).setSampleStep(2))).containsExactly("a=1", "c=3");
	}

	@Test
	void ordersBytesUnsigned() {
		this.wire.committed(21, 22, put("\u00e9", "e"));
		assertThat(this.wire.scan(this.wire.scanning("d", "\u00ff", 30))).containsExactly("d=4", "\u00e9=e");
	}

}
