/**
 * The commands of TiKV's transaction protocol, each rule of it a method.
 */
@NullMarked
package io.tito.embedded.mvcc;

import org.jspecify.annotations.NullMarked;
