package io.tito.repository;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * The entity of the repositories under test.
 */
@TitoEntity("book")
@TitoIndex(name = "by_author", fields = { "author", "year" })
@TitoIndex(name = "by_genre", fields = "genre")
@TitoIndex(name = "by_isbn", fields = "isbn", unique = true)
public record Book(@Id String id, String author, int year, Genre genre, String isbn, @Version Long version) {

	static Book of(String author, int year, Genre genre, String isbn) {
		return new Book(null, author, year, genre, isbn, null);
	}

	enum Genre {

		POEMS, NOVEL

	}

}
