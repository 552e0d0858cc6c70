/**
 * Annotations for entities, events and listeners, and the types that their attributes
 * name.
 */
@NullMarked
package io.tito.annotation;

import org.jspecify.annotations.NullMarked;
