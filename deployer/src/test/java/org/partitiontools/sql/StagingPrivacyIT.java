package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.lifecycle.January;
import org.partitiontools.lifecycle.Steps;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Nobody reads rows in what a job has made for its time that a policy of the partition hides. */
@PartitionToolsDatabase
class StagingPrivacyIT {

    private January table;

    @BeforeEach
    void makeTable(TestDatabase any) throws SQLException {
        table = new January(any);
        table.database().execute("DO $$ BEGIN CREATE ROLE limited_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO limited_reader, PUBLIC", "GRANT USAGE ON SCHEMA partition_tools_internal TO limited_reader");
        for (String leaf : List.of("t_a", "t_b")) {
            table.database().execute(("GRANT SELECT ON t_x TO limited_reader; GRANT UPDATE (note) ON t_x TO limited_reader; CREATE POLICY p ON t_x USING (id = 1);"
                    + "ALTER TABLE t_x ENABLE ROW LEVEL SECURITY").replace("t_x", leaf));
        }
    }

    @AfterEach
    void dropTable() throws SQLException {
        // The server's other tests use the role, too.
        table.database().execute("DROP OWNED BY limited_reader");
        table.close();
    }

    @Test
    void atNoStepIsStagingReadable() throws SQLException {
        long job = table.merge();
        List<String> phases = new ArrayList<>();
        try (Steps steps = Steps.of(table.database(), job)) {
            while (!phases.contains("clean_up")) {
                phases.add(steps.next());
                if (!phases.contains("clean_up")) {
                    assertThat(readable()).as("before phase %s", phases.get(phases.size() - 1)).isEmpty();
                }
            }
        }
        assertThat(phases).contains("copy", "build", "settle", "swap");
        assertThat(rowsSeen("t_jan")).isEqualTo(1);
    }

    /** Tables of the job that the role may read, or a column of them. */
    private List<String> readable() throws SQLException {
        return table.database().queryForStrings("""
                SELECT c.relname FROM pg_class AS c
                 WHERE c.relname LIKE 'partition\\_tools\\_j%' AND c.relkind IN ('r', 'p')
                   AND (has_any_column_privilege('limited_reader', c.oid, 'SELECT, UPDATE') OR has_table_privilege('limited_reader', c.oid, 'SELECT, DELETE, TRUNCATE'))""");
    }

    private int rowsSeen(String leaf) throws SQLException {
        try (Connection connection = table.database().connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE limited_reader");
            statement.execute("SET search_path = public");
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + leaf)) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
