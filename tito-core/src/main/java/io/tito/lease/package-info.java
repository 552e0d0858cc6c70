/**
 * Jobs that one instance at a time does: leases with fencing epochs.
 */
@NullMarked
package io.tito.lease;

import org.jspecify.annotations.NullMarked;
