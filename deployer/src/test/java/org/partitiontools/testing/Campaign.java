package org.partitiontools.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that takes long because it meets every point, or many by chance. {@code mvn verify} leaves it out;
 * {@code mvn verify -P campaigns}, which the project's check is, does not. It runs where it is named, too:
 * {@code mvn verify -Dit.test=CrashIT}.
 */
@Tag("campaign")
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Campaign {
}
