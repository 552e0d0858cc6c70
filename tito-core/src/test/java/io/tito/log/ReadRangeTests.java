package io.tito.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadRangeTests {

	private final List<String> rows = List.of("b", "d", "f", "h");

	@Test
	void answersItsParts() {
		ReadRange range = read(scan("a", "z"));

		assertThat(texts(range.find(scan("a", "z")))).containsExactly("b", "d", "f", "h");
		assertThat(texts(range.find(scan("d", "h")))).containsExactly("d", "f");
		assertThat(texts(range.find(scan("c", "z").limit(2)))).containsExactly("d", "f");
		assertThat(texts(range.find(scan("i", "z")))).isEmpty();
	}

	@Test
	void knowsNothingOfWhatWasNotRead() {
		ReadRange range = read(scan("c", "y"));

		assertThat(range.find(scan("a", "e"))).isNull();
		assertThat(range.find(scan("e", "z"))).isNull();
		assertThat(range.find(scan("c", "y").reversed())).isNull();
		assertThat(texts(range.find(scan("e", "z").limit(2)))).containsExactly("f", "h");
	}

	@Test
	void knowsNothingBehindItsLastRowIfItWasFull() {
		ReadRange range = read(scan("a", "z").limit(3));

		assertThat(range.find(scan("a", "z"))).isNull();
		assertThat(range.find(scan("g", "h"))).isNull();
		assertThat(texts(range.find(scan("a", "f")))).containsExactly("b", "d");
		assertThat(texts(range.find(scan("a", "z").limit(3)))).containsExactly("b", "d", "f");
	}

	@Test
	void leavesValuesOutAndNeverInventsThem() {
		List<Entry> keys = read(scan("a", "z")).find(scan("a", "e").withoutValues());

		assertThat(texts(keys)).containsExactly("b", "d");
		assertThat(keys).allSatisfy((entry) -> assertThat(entry.value()).isEmpty());
		assertThat(read(scan("a", "z").withoutValues()).find(scan("a", "e"))).isNull();
	}

	@Test
	void saysWhatTheStoreWouldSay() {
		Random random = new Random(7);
		for (int i = 0; i < 10_000; i++) {
			TreeSet<String> stored = new TreeSet<>();
			random.ints(random.nextInt(8), 'b', 'y').forEach((letter) -> stored.add(Character.toString(letter)));
			Scan wide = any(random);
			Scan part = any(random);

			List<Entry> found = new ReadRange(wide, store(stored, wide)).find(part);

			if (found != null) {
				assertThat(texts(found)).as("%s of %s in %s", part, wide, stored).isEqualTo(texts(store(stored, part)));
			}
		}
	}

	private static Scan any(Random random) {
		int from = 'a' + random.nextInt(13);
		return scan(Character.toString(from), Character.toString(from + random.nextInt(13)))
			.limit(1 + random.nextInt(6));
	}

	private static Scan scan(String from, String to) {
		return Scan.range(Key.of(from), Key.of(to));
	}

	private ReadRange read(Scan scan) {
		return new ReadRange(scan, store(new TreeSet<>(this.rows), scan));
	}

	private static List<Entry> store(TreeSet<String> rows, Scan scan) {
		List<Entry> entries = new ArrayList<>();
		rows.subSet(scan.from().text(), scan.to().text())
			.stream()
			.limit(scan.limit())
			.forEach((row) -> entries.add(new Entry(Key.of(row), row.getBytes())));
		return entries;
	}

	private static List<String> texts(List<Entry> entries) {
		return entries.stream().map((entry) -> entry.key().text()).toList();
	}

}
