package org.partitiontools.reference;

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

    public static String of(TestDatabase database) throws IOException, SQLException {
        try (InputStream sql = SchemaDump.class.getResourceAsStream("schema-dump.sql")) {
            String query = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
            return String.join("\n", database.queryForStrings(query)).strip() + "\n";
        }
    }
}
