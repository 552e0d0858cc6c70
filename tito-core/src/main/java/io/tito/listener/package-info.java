/**
 * What listeners see: the metadata of an event, and how to refuse one.
 */
@NullMarked
package io.tito.listener;

import org.jspecify.annotations.NullMarked;
