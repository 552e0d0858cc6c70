/**
 * Finds annotated listeners among the beans of an application.
 */
@NullMarked
package io.tito.listener.config;

import org.jspecify.annotations.NullMarked;
