/**
 * This instance as a member of the cluster of instances.
 */
@NullMarked
package io.tito.autoconfigure.cluster;

import org.jspecify.annotations.NullMarked;
