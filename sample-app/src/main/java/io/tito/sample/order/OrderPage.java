package io.tito.sample.order;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Some orders, and the cursor of those that follow.
 */
record OrderPage(List<Order> items, @Nullable String next) {

}
