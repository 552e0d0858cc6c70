package io.tito.repository;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.tito.repository.Book.Genre;
import io.tito.transaction.TitoTransactional;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

interface Books extends TitoRepository<Book, String> {

	Optional<Book> findByIsbn(String isbn);

	@Nullable Book findByAuthor(String author);

	List<Book> findAllByAuthorOrderByYear(String author);

	List<Book> findByAuthorOrderByYearDesc(String author, Limit limit);

	Optional<Book> findFirstByAuthorOrderByYearDesc(String author);

	List<Book> findByAuthorAndYear(String author, int year);

	List<Book> findByYearAndAuthor(int year, String author);

	Stream<Book> streamByGenre(Genre genre);

	Window<Book> findByGenre(Genre genre, ScrollPosition position, Limit limit);

	List<Title> findTitlesByAuthor(String author);

	long countByAuthor(String author);

	boolean existsByIsbn(String isbn);

	@TitoTransactional
	long deleteByAuthor(String author);

	/**
	 * A projection.
	 */
	interface Title {

		String getIsbn();

	}

}
