/**
 * Spring transactions over TiKV: the transaction manager and the translation of errors.
 */
@NullMarked
package io.tito.transaction;

import org.jspecify.annotations.NullMarked;
