/**
 * Random histories: the server against a model of the protocol's rules, and many clients
 * against what snapshot isolation promises.
 */
@NullMarked
package io.tito.embedded.history;

import org.jspecify.annotations.NullMarked;
