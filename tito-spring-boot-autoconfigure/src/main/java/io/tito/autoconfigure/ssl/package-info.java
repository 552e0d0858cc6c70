/**
 * Spring Boot's SSL bundles for the connection to TiKV.
 */
@NullMarked
package io.tito.autoconfigure.ssl;

import org.jspecify.annotations.NullMarked;
