/**
 * How repositories are found and become beans.
 */
@NullMarked
package io.tito.repository.config;

import org.jspecify.annotations.NullMarked;
