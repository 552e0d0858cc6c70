/**
 * What an application may do to an entity before and after it is stored, read or removed.
 */
@NullMarked
package io.tito.core.callback;

import org.jspecify.annotations.NullMarked;
