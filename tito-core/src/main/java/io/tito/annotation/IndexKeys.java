package io.tito.annotation;

import java.util.Collection;
import java.util.List;

/**
 * Makes the keys of a row in an index, where properties do not say enough: lower case,
 * words of a text, a part of a date. Needs a constructor without parameters; must be
 * thread-safe and give the same keys for the same row always.
 *
 * @param <T> the class of the entity
 */
public interface IndexKeys<T> {

	/**
	 * The keys of a row.
	 * @param row the row
	 * @return the keys, none to leave the row out; each is a list of one or more values
	 * of types that keys may hold: texts, numbers, booleans, enums, UUID, Instant,
	 * LocalDate, bytes
	 */
	Collection<? extends List<?>> of(T row);

	/**
	 * Stands for no class: the fields make the keys.
	 */
	abstract class OfFields implements IndexKeys<Object> {

		private OfFields() {
		}

	}

}
