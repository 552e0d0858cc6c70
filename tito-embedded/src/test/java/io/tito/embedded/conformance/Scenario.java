package io.tito.embedded.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Test;

/**
 * Marks a test with the numbers of the scenarios that it runs. What a number stands for
 * is in {@code conformance/scenarios.txt}.
 */
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Scenario {

	int[] value();

}
