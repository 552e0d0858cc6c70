/**
 * What the sample promises over HTTP.
 */
@NullMarked
package io.tito.sample.contract;

import org.jspecify.annotations.NullMarked;
