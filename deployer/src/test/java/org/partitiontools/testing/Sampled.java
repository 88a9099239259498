package org.partitiontools.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A parameterized test of many cases that are much alike. {@code mvn verify} takes the first and every nth after it;
 * {@code mvn verify -P campaigns}, or naming the test, takes them all.
 *
 * @see Campaign
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SampledCondition.class)
public @interface Sampled {

    /** Of how many cases one is taken. */
    int value();
}
