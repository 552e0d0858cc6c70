/**
 * Where keys are: regions, their leaders and the addresses of stores.
 */
@NullMarked
package io.tito.client.internal.region;

import org.jspecify.annotations.NullMarked;
