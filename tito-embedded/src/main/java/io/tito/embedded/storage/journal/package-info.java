/**
 * A journal in files of fixed places that are written again and again: to force it to the
 * disk costs one write, and no change to the file system's own.
 */
@NullMarked
package io.tito.embedded.storage.journal;

import org.jspecify.annotations.NullMarked;
