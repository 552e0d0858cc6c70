/**
 * The embedded server of a test: its clock, its faults and what it holds.
 */
@NullMarked
package io.tito.test.store;

import org.jspecify.annotations.NullMarked;
