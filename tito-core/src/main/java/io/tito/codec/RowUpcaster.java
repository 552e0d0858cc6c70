package io.tito.codec;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Turns the stored properties of rows of one revision into those of the next, whenever
 * such a row is read. The row itself is changed when it is next written. A bean of this
 * type is found by Spring Boot. Implementations are thread-safe and depend on nothing but
 * the row.
 */
public interface RowUpcaster {

	/**
	 * The class of the entity.
	 * @return the class
	 */
	Class<?> type();

	/**
	 * The revision that it reads; it makes the next one of it.
	 * @return the revision, from 0
	 */
	int revision();

	/**
	 * Change the properties of a row.
	 * @param row the properties as they are stored: objects are maps, arrays lists, texts
	 * and numbers what they are, anything else a text; may be changed
	 * @return the properties of the next revision
	 */
	Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> row);

}
