package io.tito.embedded;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.Context;

import static io.tito.embedded.Wire.delete;
import static io.tito.embedded.Wire.lock;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;

class ScanTests extends WireTestBase {

	@BeforeEach
	void fill() {
		this.wire.committed(10, 20, put("a", "1"), put("b", "2"), put("c", "3"), put("d", "4"));
	}

	@Test
	@DisplayName("18: stops at the limit")
	void stopsAtTheLimit() {
		assertThat(this.wire.scan(this.wire.scanning("a", "", 30).setLimit(2))).containsExactly("a=1", "b=2");
	}

	@Test
	@DisplayName("19: includes the start and excludes the end")
	void readsAHalfOpenRange() {
		assertThat(this.wire.scan(this.wire.scanning("b", "d", 30))).containsExactly("b=2", "c=3");
	}

	@Test
	@DisplayName("20: backwards from an exclusive upper bound to an inclusive lower one")
	void readsBackwards() {
		assertThat(this.wire.scan(this.wire.scanning("d", "a", 30).setReverse(true))).containsExactly("c=3", "b=2",
				"a=1");
		assertThat(this.wire.scan(this.wire.scanning("d", "", 30).setReverse(true).setLimit(1))).containsExactly("c=3");
	}

	@Test
	@DisplayName("21: backwards without an upper bound finds nothing")
	void findsNothingBackwardsWithoutABound() {
		assertThat(this.wire.scan(this.wire.scanning("", "", 30).setReverse(true))).isEmpty();
	}

	@Test
	@DisplayName("22: can leave out values")
	void leavesOutValues() {
		assertThat(this.wire.scan(this.wire.scanning("a", "c", 30).setKeyOnly(true))).containsExactly("a=", "b=");
	}

	@Test
	@DisplayName("23: sees nothing before the commit")
	void seesNothingBeforeTheCommit() {
		assertThat(this.wire.scan(this.wire.scanning("a", "", 19))).isEmpty();
	}

	@Test
	@DisplayName("24: reports a locked row in its place and goes on; it counts")
	void reportsLockedRowsInTheirPlace() {
		this.wire.prewritten(25, put("b", "new"));
		assertThat(this.wire.scan(this.wire.scanning("a", "", 30))).containsExactly("a=1", "locked:b", "c=3", "d=4");
		assertThat(this.wire.scan(this.wire.scanning("a", "", 30).setLimit(2))).containsExactly("a=1", "locked:b");
		assertThat(this.wire.scan(this.wire.scanning("d", "a", 30).setReverse(true))).containsExactly("c=3", "locked:b",
				"a=1");
	}

	@Test
	@DisplayName("25: a delete lock blocks, a lock that writes nothing does not")
	void blocksOnDeletesButNotOnPureLocks() {
		this.wire.prewritten(25, delete("b"), lock("c"));
		assertThat(this.wire.scan(this.wire.scanning("a", "", 30))).containsExactly("a=1", "locked:b", "c=3", "d=4");
	}

	@Test
	@DisplayName("26: a scan older than the lock passes it")
	void passesNewerLocks() {
		this.wire.prewritten(25, put("b", "new"));
		assertThat(this.wire.scan(this.wire.scanning("a", "c", 24))).containsExactly("a=1", "b=2");
	}

	@Test
	@DisplayName("27: deleted rows do not count")
	void skipsDeletedRows() {
		this.wire.committed(21, 22, delete("b"));
		assertThat(this.wire.scan(this.wire.scanning("a", "", 30).setLimit(2))).containsExactly("a=1", "c=3");
	}

	@Test
	@DisplayName("28, 31: a limit of zero and an empty range give nothing")
	void givesNothingForNothing() {
		assertThat(this.wire.scan(this.wire.scanning("a", "", 30).setLimit(0))).isEmpty();
		assertThat(this.wire.scan(this.wire.scanning("b", "b", 30))).isEmpty();
		assertThat(this.wire.scan(this.wire.scanning("c", "b", 30))).isEmpty();
	}

	@Test
	@DisplayName("32: locks known to commit later or to be committed, per row")
	void honoursKnownLocksPerRow() {
		this.wire.prewritten(25, put("b", "B"));
		this.wire.prewritten(26, put("c", "C"));
		Context context = this.wire.context().toBuilder().addResolvedLocks(25).addCommittedLocks(26).build();
		assertThat(this.wire.scan(this.wire.scanning("a", "", 30).setContext(context))).containsExactly("a=1", "b=2",
				"c=C", "d=4");
	}

	@Test
	@DisplayName("33: samples")
	void samplesRows() {
		assertThat(this.wire.scan(this.wire.scanning("a", "", 30).setSampleStep(2))).containsExactly("a=1", "c=3");
	}

	@Test
	@DisplayName("bytes are ordered unsigned")
	void ordersBytesUnsigned() {
		this.wire.committed(21, 22, put("\u00e9", "e"));
		assertThat(this.wire.scan(this.wire.scanning("d", "", 30))).containsExactly("d=4", "\u00e9=e");
	}

}
