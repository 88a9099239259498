package org.partitiontools.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

@PartitionToolsDatabase
class RoutinePageReferenceIT {

    @Test
    void docTablePartitionIsCurrent(TestDatabase database) throws IOException, SQLException {
        CommittedFile.named("doc/table_partition.md").assertCurrent(RoutinePage.of(database));
    }

    @Test
    void everyPublicRoutineAndViewHasAComment(TestDatabase database) throws SQLException {
        assertThat(database.queryForStrings("""
                SELECT p.oid::regprocedure::text
                FROM pg_proc p
                WHERE p.pronamespace = 'partition_tools'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL
                UNION ALL
                SELECT c.relname
                FROM pg_class c
                WHERE c.relnamespace = 'partition_tools'::regnamespace AND c.relkind IN ('v', 'r', 'p')
                  AND obj_description(c.oid, 'pg_class') IS NULL
                """)).isEmpty();
    }
}
