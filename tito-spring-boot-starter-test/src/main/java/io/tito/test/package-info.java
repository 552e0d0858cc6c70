/**
 * Tests of a part of an application, on an embedded server.
 */
@NullMarked
package io.tito.test;

import org.jspecify.annotations.NullMarked;
