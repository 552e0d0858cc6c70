/**
 * A client of the sample's HTTP interface, as the tests use it.
 */
@NullMarked
package io.tito.sample.client;

import org.jspecify.annotations.NullMarked;
