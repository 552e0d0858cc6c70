/**
 * What stands behind a repository: its base class and its factory.
 */
@NullMarked
package io.tito.repository.support;

import org.jspecify.annotations.NullMarked;
