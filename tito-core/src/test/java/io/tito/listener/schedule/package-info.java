/**
 * Random schedules of publishers, listeners and faults, whose history is checked.
 */
@NullMarked
package io.tito.listener.schedule;

import org.jspecify.annotations.NullMarked;
