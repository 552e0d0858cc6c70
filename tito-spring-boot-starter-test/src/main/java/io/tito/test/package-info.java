/**
 * Tests of an application or of a part of it, on an embedded server.
 */
@NullMarked
package io.tito.test;

import org.jspecify.annotations.NullMarked;
