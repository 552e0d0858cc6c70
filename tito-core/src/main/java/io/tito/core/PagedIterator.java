package io.tito.core;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * Reads results page by page while they are used. Not thread-safe.
 */
final class PagedIterator<T> implements Iterator<T> {

	private static final int PAGE = 200;

	private final Function<Part, Found<T>> pages;

	private int left;

	private Iterator<T> page = List.<T>of().iterator();

	private @Nullable Key place;

	private boolean more = true;

	PagedIterator(Function<Part, Found<T>> pages, int limit) {
		this.pages = pages;
		this.left = limit;
	}

	@Override
	public boolean hasNext() {
		if (!this.page.hasNext() && this.more && this.left > 0) {
			turn();
		}
		return this.page.hasNext();
	}

	@Override
	public T next() {
		if (!hasNext()) {
			throw new NoSuchElementException("The query has no more results");
		}
		return this.page.next();
	}

	private void turn() {
		Found<T> found = this.pages.apply(new Part(this.place, false, 0, Math.min(PAGE, this.left)));
		this.page = found.entities().iterator();
		this.left -= found.results().size();
		this.more = found.more();
		if (this.more) {
			this.place = found.lastPlace();
		}
	}

}
