/**
 * Reminders: events that are due later and can be cancelled until then.
 */
@NullMarked
package io.tito.sample.reminder;

import org.jspecify.annotations.NullMarked;
