/**
 * Certificates: what the server presents, and what tests need.
 */
@NullMarked
package io.tito.embedded.tls;

import org.jspecify.annotations.NullMarked;
