/**
 * The instances of an application: who is alive, what each listens to, and which
 * partitions are whose.
 */
@NullMarked
package io.tito.cluster;

import org.jspecify.annotations.NullMarked;
