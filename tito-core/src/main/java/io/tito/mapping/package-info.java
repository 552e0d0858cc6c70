/**
 * Metadata of entities, and the verifier that reports every fault at once.
 */
@NullMarked
package io.tito.mapping;

import org.jspecify.annotations.NullMarked;
