package org.partitiontools.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.partitiontools.testing.TestDatabase;

/**
 * The installed bundle as text: schemas, tables, views, routines, comments, privileges. Two installations are the same when
 * their dumps are.
 */
public final class SchemaDump {

    private SchemaDump() {
    }

    /** Fails unless two databases have the same installation. */
    public static void assertSame(TestDatabase actual, TestDatabase expected) throws IOException, SQLException {
        assertThat(TextDifference.first(of(expected), of(actual))).as("difference of the schemas").isEmpty();
    }

    public static String of(TestDatabase database) throws IOException, SQLException {
        try (InputStream sql = SchemaDump.class.getResourceAsStream("schema-dump.sql")) {
            String query = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
            return String.join("\n", database.queryForStrings(query)).strip() + "\n";
        }
    }
}
