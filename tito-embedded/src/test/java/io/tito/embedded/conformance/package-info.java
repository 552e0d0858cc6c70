/**
 * The conformance suite: what any server of TiKV's protocol must do, seen from outside.
 */
@NullMarked
package io.tito.embedded.conformance;

import org.jspecify.annotations.NullMarked;
