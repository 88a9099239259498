package org.partitiontools.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.partitiontools.policy.model.Engine;

/**
 * Gives a test class a fresh database with the bundle installed, for {@link TestDatabase#asOwner() its owner, who is no superuser},
 * and so under the default resource queue. It is one as {@link PartitionToolsDatabase} gives, but on the Greenplum 6
 * cluster in a container ({@code -Pcontainers -Dcontainers.greenplum=IMAGE}) or that the environment variable {@code GREENPLUM_URL}
 * names; without either the class is skipped, and says so.
 *
 * <p>The variable is a JDBC URL of any database of the cluster, with a superuser:
 * {@code jdbc:postgresql://localhost:5432/postgres?user=gpadmin}. The tests make databases {@code partition_tools_test_...}
 * and drop them. Some need the tablespaces {@code warm} and {@code cold}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GreenplumExtension.class)
public @interface GreenplumDatabase {

    /** Which Greenplum it is; {@code GREENPLUM7_URL} names one of the other version in the same way. */
    Engine engine() default Engine.GREENPLUM;

    /** Whether the bundle is installed in the database. */
    boolean installed() default true;
}
