package io.tito.query;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CursorsTests {

	private final KeysetScrollPosition position = position("at", Instant.ofEpochSecond(5), "id", "x/ä\0");

	@Test
	void readsBackWhatItGaveOut() {
		String cursor = Cursors.encode(this.position, "orders", "ann");
		assertThat(Cursors.decode(cursor, "orders", "ann")).isEqualTo(this.position);
		assertThat(cursor).matches("[A-Za-z0-9_-]+");
	}

	@Test
	void keepsTheDirection() {
		String cursor = Cursors.encode(this.position.backward(), "orders");
		assertThat(Cursors.decode(cursor, "orders").scrollsBackward()).isTrue();
	}

	@Test
	void beginsWithoutACursor() {
		assertThat(Cursors.decode(null, "orders")).isEqualTo(ScrollPosition.keyset());
		assertThat(Cursors.decode("", "orders").isInitial()).isTrue();
	}

	@Test
	void refusesTheCursorOfAnotherQuery() {
		String cursor = Cursors.encode(this.position, "orders", "ann");
		refuses(cursor, "orders", "bob");
		refuses(cursor, "shipments", "ann");
		refuses(cursor, "orders");
	}

	@Test
	void refusesEachDamagedCursor() {
		String cursor = Cursors.encode(this.position, "orders");
		for (int i = 0; i < cursor.length() - 1; i++) {
			char other = (cursor.charAt(i) == 'A') ? 'B' : 'A';
			refuses(cursor.substring(0, i) + other + cursor.substring(i + 1), "orders");
			refuses(cursor.substring(0, i + 1).substring(0, i) + "!", "orders");
		}
	}

	@Test
	void refusesTextsThatAreNoCursors() {
		List.of("A", "AA", "AAAA", "ä", "????", "AAAAAAAAAAAAAAAAAAAA").forEach((text) -> refuses(text, "orders"));
	}

	@Test
	void givesNoCursorAtTheEnd() {
		assertThat(Cursors.next(Window.from(List.of("a"), (i) -> this.position, false), "orders")).isNull();
		assertThat(Cursors.next(Window.from(List.of(), (i) -> this.position, false), "orders")).isNull();
	}

	@Test
	void givesThePositionOfTheLastRow() {
		Window<String> window = Window.from(List.of("a", "b"), (i) -> position("id", "row" + i), true);
		assertThat(Cursors.decode(Cursors.next(window, "orders"), "orders")).isEqualTo(position("id", "row1"));
	}

	private static void refuses(String cursor, Object... query) {
		assertThatExceptionOfType(InvalidCursorException.class).as(cursor)
			.isThrownBy(() -> Cursors.decode(cursor, query));
	}

	private static KeysetScrollPosition position(Object... namesAndValues) {
		Map<String, Object> keys = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			keys.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return ScrollPosition.of(keys, ScrollPosition.Direction.FORWARD);
	}

}
