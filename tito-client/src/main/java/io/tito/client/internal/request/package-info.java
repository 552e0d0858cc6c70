/**
 * Requests that find their region: keys are grouped by region, region errors change the
 * cache, and what they hit is sent again.
 */
@NullMarked
package io.tito.client.internal.request;

import org.jspecify.annotations.NullMarked;
