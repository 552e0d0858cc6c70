/**
 * Spring Data repositories of entities.
 */
@NullMarked
package io.tito.repository;

import org.jspecify.annotations.NullMarked;
