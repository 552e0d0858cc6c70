/**
 * The transaction manager, beside those of other stores.
 */
@NullMarked
package io.tito.autoconfigure.transaction;

import org.jspecify.annotations.NullMarked;
