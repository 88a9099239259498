package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** Names are data: whatever a schema, table, column, partition or tablespace is called, nothing of it becomes SQL. */
@GreenplumDatabase
class HostileNamesIT {

    @ParameterizedTest
    @ValueSource(strings = {
        "select", "My Table", "it's", "quo\"te", "back\\slash", "$$", "$1", "%s %I", "a.b", "; DROP TABLE x; --", "tab\there",
        "Größe", "таблица", "1st", "x_1_prt_y",
        // With the month, longer than the 55 bytes that the server itself can make a partition with.
        "a name of so many bytes that its partitions are cut"
    })
    void allOperationsWorkUnderAnyName(String name, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            String quoted = '"' + name.replace("\"", "\"\"") + '"';
            String table = quoted + "." + quoted;
            database.execute("CREATE SCHEMA " + quoted,
                    "CREATE TABLE " + table + " (id int, " + quoted + " timestamp) DISTRIBUTED BY (id) PARTITION BY RANGE (" + quoted + ")"
                            + " (PARTITION " + quoted + " START ('2026-01-01') END ('2026-01-11'), DEFAULT PARTITION other)",
                    "INSERT INTO " + table + " SELECT g, timestamp '2025-12-01' + g * interval '1 hour' FROM generate_series(1, 3000) AS g",
                    "CREATE TABLE truth AS SELECT * FROM " + table + " DISTRIBUTED BY (id)");

            for (String policy : List.of(
                    "{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"6 months\", \"upper_bound\": \"-1 month\"}",
                    "{\"operation\": \"merge_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"6 months\", \"upper_bound\": \"0 days\"}",
                    "{\"operation\": \"move_partitions\", \"table_space\": \"warm\", \"lower_bound\": \"6 months\", \"upper_bound\": \"4 months\"}",
                    "{\"operation\": \"delete_partitions\", \"lower_bound\": \"1 month\", \"upper_bound\": \"-1 month\"}")) {
                List<String> statements = database.queryForStrings(
                        "SELECT statement FROM partition_tools.run(?::regclass, ?::json, '2026-05-01 00:00+00') ORDER BY job_id", table, "{\"cleanup_limit\": 100, \"operations\": [" + policy + "]}");
                assertThat(statements).as(policy).isNotEmpty();
                database.execute(statements.toArray(String[]::new));
            }

            assertThat(database.queryForString("SELECT count(*) FROM (SELECT * FROM truth WHERE " + quoted + " < '2026-04-01' EXCEPT ALL SELECT * FROM "
                    + table + ") AS lost")).isEqualTo("0");
            assertThat(database.queryForString("SELECT count(*) FROM " + table + " WHERE " + quoted + " >= '2026-04-01'")).isEqualTo("0");
            assertThat(database.queryForStrings("SELECT DISTINCT state FROM partition_tools.jobs")).containsExactly("completed");
        }
    }
}
