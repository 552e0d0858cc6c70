package io.tito.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What cursors know of announced events: those of partition 0, announced by commits that
 * began at some milliseconds.
 */
class AnnouncementsTests {

	private static final Timestamp EARLY = at(0);

	private final LogKeys keys = new LogKeys(new Namespace("shop"));

	private final Rows rows = new Rows();

	private final AnnouncedEvents events = new AnnouncedEvents(0);

	private Announcements last = Announcements.NONE;

	@Test
	void looksThatShowTheSameShareThemAndReadNoValues() {
		announce(10, event(0, 10), event(1, 10));
		announce(20, event(0, 20));
		Announcements first = look();
		assertThat(this.rows.valuesRead).isEqualTo(2);

		assertThat(look()).isSameAs(first);
		announce(30, event(0, 30));
		assertThat(look().rows()).hasSize(3);
		assertThat(this.rows.valuesRead).as("and one more").isEqualTo(3);
	}

	@Test
	void whatIsGoneIsForgotten() {
		announce(10, event(0, 10));
		announce(20, event(0, 20));
		look();
		this.rows.stored.pollFirstEntry();
		assertThat(look().rows()).extracting(Announcements.Late::base).containsExactly(at(20));
		this.rows.stored.clear();
		assertThat(look()).isSameAs(Announcements.NONE);
	}

	@Test
	void namesThoseOfThePartitionThatACursorHasPassed() {
		announce(10, event(0, 10), event(1, 10), event(0, 50));
		this.events.update(look(), EARLY);

		assertThat(this.events.hasPassed(place(9))).isFalse();
		assertThat(this.events.hasPassed(place(10))).isTrue();
		assertThat(this.events.passed(place(40))).containsExactly(place(10));
		assertThat(this.events.passed(place(50))).containsExactly(place(10), place(50));
	}

	@Test
	void whatIsSettledDoesNotComeBackWithALaterLook() {
		announce(10, event(0, 10), event(0, 11));
		this.events.update(look(), EARLY);
		this.events.settle(List.of(LoggedEvent.logged(place(10), new byte[0])));
		announce(20, event(0, 20));
		this.events.update(look(), EARLY);
		this.events.update(Announcements.NONE, EARLY);
		this.events.update(look(), EARLY);

		assertThat(this.events.passed(place(99))).containsExactly(place(11), place(20));
	}

	@Test
	void anAnnouncementBeginsToMatterWhenItIsSeenAndEndsWithItsTime() {
		announce(20, event(0, 20));
		this.events.update(look(), EARLY);
		announce(10, event(0, 10));
		announce(15, event(0, 15));
		this.events.update(look(), at(12));
		assertThat(this.events.passed(place(99))).as("10 is too early").containsExactly(place(15), place(20));

		this.events.update(look(), at(16));
		assertThat(this.events.passed(place(99))).containsExactly(place(20));
		this.events.update(look(), at(20));
		assertThat(this.events.passed(place(99))).as("to the millisecond").containsExactly(place(20));
		this.events.update(look(), at(21));
		assertThat(this.events.passed(place(99))).isEmpty();
	}

	/**
	 * A scheduled event whose publisher was repeated has the place that it had before.
	 */
	@Test
	void anEventThatIsAnnouncedTwiceMattersAsLongAsTheLaterAnnouncement() {
		announce(10, event(0, 50));
		announce(20, event(0, 50));
		this.events.update(look(), EARLY);
		this.events.update(look(), at(11));
		assertThat(this.events.passed(place(50))).containsExactly(place(50));
		this.events.update(look(), at(21));
		assertThat(this.events.passed(place(50))).isEmpty();
	}

	private Announcements look() {
		this.last = this.last.followedBy(this.rows.scan(Announcements.since(this.keys, "order", EARLY)), this.rows,
				this.keys);
		return this.last;
	}

	private void announce(long base, Key... events) {
		this.rows.stored.put(this.keys.late("order", at(base), at(base)), new Announcement(List.of(events)).encode());
	}

	private Key event(int partition, long millis) {
		return this.keys.event("order", partition, place(millis));
	}

	private static Position place(long millis) {
		return Position.of(millis, new UUID(0, 0));
	}

	private static Timestamp at(long millis) {
		return Timestamp.of(millis, 0);
	}

	private static final class Rows implements Snapshot {

		private final NavigableMap<Key, byte[]> stored = new TreeMap<>();

		private int valuesRead;

		@Override
		public Timestamp timestamp() {
			return at(100);
		}

		@Override
		public byte @Nullable [] get(Key key) {
			this.valuesRead++;
			return this.stored.get(key);
		}

		@Override
		public Map<Key, byte[]> getAll(Collection<Key> keys) {
			Map<Key, byte[]> found = new HashMap<>();
			keys.forEach((key) -> found.put(key, get(key)));
			return found;
		}

		@Override
		public List<Entry> scan(Scan scan) {
			List<Entry> found = new ArrayList<>();
			this.stored.subMap(scan.from(), scan.to())
				.forEach((key, value) -> found.add(new Entry(key, scan.keysOnly() ? new byte[0] : value)));
			this.valuesRead += scan.keysOnly() ? 0 : found.size();
			return found;
		}

	}

}
