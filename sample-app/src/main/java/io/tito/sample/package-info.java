/**
 * An example application: orders whose events make shipments and reminders.
 */
@NullMarked
package io.tito.sample;

import org.jspecify.annotations.NullMarked;
