package io.tito.core;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.tito.annotation.IndexKeys;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;

import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Sort.Direction;

/**
 * An entity with an index of every kind.
 */
@TitoEntity("trip")
@TitoIndex(name = "by_city", fields = "start.city")
@TitoIndex(name = "by_city_newest", fields = { "start.city", "at" }, order = { Direction.ASC, Direction.DESC })
@TitoIndex(name = "by_tag", fields = "tags")
@TitoIndex(name = "by_tag_and_guide", fields = { "tags", "guides" })
@TitoIndex(name = "by_stop", fields = { "stops.city", "stops.nights" })
@TitoIndex(name = "by_attribute", fields = "attributes")
@TitoIndex(name = "open_by_at", fields = "at", condition = "state?.name() == 'OPEN'")
@TitoIndex(name = "long_by_at", fields = "at", condition = "isLong()")
@TitoIndex(name = "by_note", fields = "note", nulls = TitoIndex.Nulls.INDEXED)
@TitoIndex(name = "by_code", fields = "code", unique = true)
@TitoIndex(name = "by_word", keys = Trip.Words.class)
record Trip(@Id String id, Place start, Instant at, List<String> tags, Set<String> guides, List<Stop> stops,
		Map<String, String> attributes, State state, String note, String code, String title) {

	static Trip of(String id) {
		return new Trip(id, null, null, null, null, null, null, null, null, null, null);
	}

	Trip in(String city, long at) {
		return new Trip(this.id, new Place(city), Instant.ofEpochSecond(at), this.tags, this.guides, this.stops,
				this.attributes, this.state, this.note, this.code, this.title);
	}

	Trip tagged(String... words) {
		return new Trip(this.id, this.start, this.at, List.of(words), this.guides, this.stops, this.attributes,
				this.state, this.note, this.code, this.title);
	}

	Trip guidedBy(String... names) {
		return new Trip(this.id, this.start, this.at, this.tags, Set.of(names), this.stops, this.attributes, this.state,
				this.note, this.code, this.title);
	}

	Trip through(Stop... places) {
		return new Trip(this.id, this.start, this.at, this.tags, this.guides, List.of(places), this.attributes,
				this.state, this.note, this.code, this.title);
	}

	Trip with(Map<String, String> some) {
		return new Trip(this.id, this.start, this.at, this.tags, this.guides, this.stops, some, this.state, this.note,
				this.code, this.title);
	}

	Trip being(State other) {
		return new Trip(this.id, this.start, this.at, this.tags, this.guides, this.stops, this.attributes, other,
				this.note, this.code, this.title);
	}

	Trip noted(String text) {
		return new Trip(this.id, this.start, this.at, this.tags, this.guides, this.stops, this.attributes, this.state,
				text, this.code, this.title);
	}

	Trip coded(String text) {
		return new Trip(this.id, this.start, this.at, this.tags, this.guides, this.stops, this.attributes, this.state,
				this.note, text, this.title);
	}

	Trip titled(String text) {
		return new Trip(this.id, this.start, this.at, this.tags, this.guides, this.stops, this.attributes, this.state,
				this.note, this.code, text);
	}

	public boolean isLong() {
		return this.stops != null && this.stops.stream().mapToInt(Stop::nights).sum() > 7;
	}

	enum State {

		OPEN, CLOSED

	}

	record Place(String city) {
	}

	record Stop(String city, int nights) {
	}

	/**
	 * The words of the title.
	 */
	static final class Words implements IndexKeys<Trip> {

		@Override
		public Collection<? extends List<?>> of(Trip row) {
			return (row.title() == null) ? List.of()
					: Arrays.stream(row.title().toLowerCase(Locale.ROOT).split(" ")).map(List::of).toList();
		}

	}

}
