package io.tito.listener.container;

import java.util.function.Predicate;

/**
 * Who may own partitions.
 *
 * @param self this instance
 * @param isGone whether another instance is surely gone; asks the store
 */
record Owners(String self, Predicate<String> isGone) {

}
