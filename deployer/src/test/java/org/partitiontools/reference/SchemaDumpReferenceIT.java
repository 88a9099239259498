package org.partitiontools.reference;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

@PartitionToolsDatabase
class SchemaDumpReferenceIT {

    /** The version of the default build. Servers print the same view differently. */
    private static final String MAJOR_VERSION = "18";

    @Test
    void docSchemaIsCurrent(TestDatabase database) throws IOException, SQLException {
        assumeThat(database.queryForString("SHOW server_version")).startsWith(MAJOR_VERSION + ".");
        CommittedFile.named("doc/schema-postgresql.txt").assertCurrent(SchemaDump.of(database));
    }
}
