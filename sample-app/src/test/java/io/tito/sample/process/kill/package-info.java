/**
 * Kills instances under load and checks the history of what they had accepted.
 */
@NullMarked
package io.tito.sample.process.kill;

import org.jspecify.annotations.NullMarked;
