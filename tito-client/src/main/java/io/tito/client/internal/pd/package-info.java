/**
 * PD: who leads, which timestamp is next, where keys and stores are.
 */
@NullMarked
package io.tito.client.internal.pd;

import org.jspecify.annotations.NullMarked;
