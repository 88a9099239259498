package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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

    /** Most of them are names everywhere else without quotes. */
    @Test
    void partitionsMayBeNamedLikeWordsOfTheLanguage(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE t (id int, at date) DISTRIBUTED BY (id) PARTITION BY RANGE (at) (PARTITION a START ('2026-01-01') END ('2026-05-01'), DEFAULT PARTITION \"end\")",
                    "INSERT INTO t SELECT g, date '2025-12-31' + g FROM generate_series(1, 200) AS g",
                    "SELECT partition_tools.repartition('t', ARRAY['t_1_prt_a'::regclass], ARRAY['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01'], ARRAY['second', 'start', 'default', 'for']::name[])",
                    "SELECT partition_tools.repartition('t', ARRAY['t_1_prt_second'::regclass], ARRAY['2026-01-01', '2026-02-01'], ARRAY['every']::name[])",
                    "SELECT partition_tools.create_partitions('t', '1 month', '2 months', '0 months', p_as_of := '2026-07-01 00:00+00')");

            assertThat(database.queryForStrings("SELECT partition_name FROM partition_tools.partitions WHERE table_name = 't' ORDER BY lower_bound"))
                    .containsExactly("every", "start", "default", "for", "t_2026_05", "t_2026_06", "end");
            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("200");
        }
    }

    @Test
    void aPartitionOfATableWithALongNameKeepsItsMonth(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            String table = "t".repeat(63);
            database.execute("CREATE TABLE " + table + " (id int, at date) DISTRIBUTED BY (id) PARTITION BY RANGE (at) (DEFAULT PARTITION rest)",
                    "INSERT INTO " + table + " SELECT g, date '2026-01-01' + g FROM generate_series(1, 50) AS g",
                    "SELECT partition_tools.create_partitions('" + table + "', '1 month', '6 months', '0 months', p_as_of := '2026-07-01 00:00+00')");

            assertThat(database.queryForStrings("SELECT right(partition_name, 8) FROM partition_tools.partitions WHERE NOT is_default ORDER BY lower_bound"))
                    .containsExactly("_2026_01", "_2026_02", "_2026_03", "_2026_04", "_2026_05", "_2026_06");
        }
    }
}
