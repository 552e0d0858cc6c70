package io.tito.core;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.tito.client.Snapshot;

/**
 * Where the template lets queries read: in the transaction of the thread, or at a
 * snapshot of their own.
 */
interface Reads {

	/**
	 * Read once.
	 */
	<R> R read(Function<Snapshot, R> work);

	/**
	 * Read several times at the same snapshot.
	 */
	<A, R> Function<A, R> repeatable(BiFunction<Snapshot, A, R> work);

	/**
	 * Delete what is read, in one transaction.
	 */
	<T> List<T> delete(Table<T> table, Function<Snapshot, List<T>> rows);

}
