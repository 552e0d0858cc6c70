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

	private static final Cursors cursors = new Cursors(() -> new byte[32]);

	private final KeysetScrollPosition position = position("at", Instant.ofEpochSecond(5), "id", "x/ä\0");

	@Test
	void readsBackWhatItGaveOut() {
		String cursor = cursors.encode(this.position, "orders", "ann");
		assertThat(cursors.decode(cursor, "orders", "ann")).isEqualTo(this.position);
		assertThat(cursor).matches("[A-Za-z0-9_-]+");
	}

	@Test
	void keepsTheDirection() {
		String cursor = cursors.encode(this.position.backward(), "orders");
		assertThat(cursors.decode(cursor, "orders").scrollsBackward()).isTrue();
	}

	@Test
	void beginsWithoutACursor() {
		assertThat(cursors.decode(null, "orders")).isEqualTo(ScrollPosition.keyset());
		assertThat(cursors.decode("", "orders").isInitial()).isTrue();
	}

	@Test
	void refusesTheCursorOfAnotherQuery() {
		String cursor = cursors.encode(this.position, "orders", "ann");
		refuses(cursor, "orders", "bob");
		refuses(cursor, "shipments", "ann");
		refuses(cursor, "orders");
	}

	@Test
	void refusesEachDamagedCursor() {
		String cursor = cursors.encode(this.position, "orders");
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
	void refusesACursorThatAnotherKeySigned() {
		String forged = new Cursors(() -> new byte[] { 1 }).encode(this.position, "orders");
		refuses(forged, "orders");
	}

	@Test
	void saysWhatIsWrongWithACursor() {
		assertThatExceptionOfType(InvalidCursorException.class).isThrownBy(() -> cursors.decode("nonsense", "orders"))
			.withMessage("The cursor is damaged: begin again without one");
		assertThatExceptionOfType(InvalidCursorException.class)
			.isThrownBy(() -> cursors.decode(cursors.encode(this.position, "orders"), "shipments"))
			.withMessage("The cursor does not belong to this query: begin again without one");
	}

	@Test
	void givesNoCursorAtTheEnd() {
		assertThat(cursors.next(Window.from(List.of("a"), (i) -> this.position, false), "orders")).isNull();
		assertThat(cursors.next(Window.from(List.of(), (i) -> this.position, false), "orders")).isNull();
	}

	@Test
	void givesThePositionOfTheLastRow() {
		Window<String> window = Window.from(List.of("a", "b"), (i) -> position("id", "row" + i), true);
		assertThat(cursors.decode(cursors.next(window, "orders"), "orders")).isEqualTo(position("id", "row1"));
	}

	private static void refuses(String cursor, Object... query) {
		assertThatExceptionOfType(InvalidCursorException.class).as(cursor)
			.isThrownBy(() -> cursors.decode(cursor, query));
	}

	private static KeysetScrollPosition position(Object... namesAndValues) {
		Map<String, Object> keys = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			keys.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return ScrollPosition.of(keys, ScrollPosition.Direction.FORWARD);
	}

}
