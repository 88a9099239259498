package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A merged partition covers its cell of the calendar, also where a part of it was missing, and its rows lay in the default partition. */
@PartitionToolsDatabase(each = true)
class MergeGapsIT {

    private static final String MERGE = """
            [{"operation": "merge_partitions", "granularity": "3 months", "lower_bound": "1 year", "upper_bound": "1 month"%s}]""";

    private TestDatabase database;
    private Partitioned table;

    /** January, March and April, and a default partition with rows of February, May and June, and of what no merge is about. */
    @BeforeEach
    void fill(TestDatabase fresh) throws SQLException {
        database = fresh;
        database.execute("CREATE TABLE t (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                "CREATE TABLE t_2026_01 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                "CREATE TABLE t_2026_03 PARTITION OF t FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
                "CREATE TABLE t_2026_04 PARTITION OF t FOR VALUES FROM ('2026-04-01') TO ('2026-05-01')",
                "CREATE TABLE t_rest PARTITION OF t DEFAULT",
                "INSERT INTO t SELECT g, '2025-12-01'::date + g % 230 FROM generate_series(1, 2300) AS g",
                "CREATE TABLE truth AS SELECT * FROM t");
        table = new Partitioned(database, "t").asOf("2026-08-15 12:00+00");
    }

    @Test
    void gapsAreFilledFromTheDefaultPartition() throws SQLException {
        assertThat(table.plan(MERGE.formatted(""))).hasSize(3).first().asString().startsWith("merge_partitions drain {\"t_rest DEFAULT\"}")
                .contains("[2026-02-01, 2026-03-01)", "[2026-05-01, 2026-07-01)");

        table.run(MERGE.formatted(""));

        assertThat(table.bounds()).containsExactly("t_2026_q1 [2026-01-01 00:00, 2026-04-01 00:00)", "t_2026_q2 [2026-04-01 00:00, 2026-07-01 00:00)");
        assertThat(database.queryForString("SELECT string_agg(DISTINCT date_trunc('month', at)::date::text, ' ') FROM t_rest")).isEqualTo("2025-12-01 2026-07-01");
        assertNoRowIsLost();
        assertThat(table.plan(MERGE.formatted(""))).isEmpty();
    }

    /** The default partition is not read for what is not merged this time. */
    @Test
    void onlyGapsOfWhatIsMergedAreFilled() throws SQLException {
        table.run(MERGE.formatted(", \"limit_operations\": 1"));

        assertThat(table.bounds()).containsExactly("t_2026_q1 [2026-01-01 00:00, 2026-04-01 00:00)", "t_2026_04 [2026-04-01 00:00, 2026-05-01 00:00)");
        assertNoRowIsLost();
    }

    @Test
    void anEmptyGapIsFilledToo() throws SQLException {
        database.execute("DELETE FROM t_rest", "TRUNCATE truth", "INSERT INTO truth SELECT * FROM t");

        table.run(MERGE.formatted(""));

        assertThat(table.partitions()).containsExactly("t_2026_q1", "t_2026_q2", "t_rest");
        assertNoRowIsLost();
    }

    /** The quarter would take the range that the archive comes back to. */
    @Test
    void aGapThatHasBeenUnloadedStays() throws Exception {
        Archives archives = new Archives(database);
        database.execute("DELETE FROM t_rest WHERE at >= '2026-02-01' AND at < '2026-03-01'",
                "CREATE TABLE t_2026_02 PARTITION OF t FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')", "INSERT INTO t VALUES (9999, '2026-02-02')");
        archives.unload(Long.parseLong(table.query("SELECT job_id FROM partition_tools.run('t',"
                + " '[{\"operation\": \"unload_to_s3_partitions\", \"lower_bound\": \"7 months\", \"upper_bound\": \"5 months\"}]', '2026-08-15 12:00+00')").get(0)));
        database.execute("INSERT INTO t VALUES (9998, '2026-02-03')", "TRUNCATE truth", "INSERT INTO truth SELECT * FROM t");

        table.run(MERGE.formatted(""));

        assertThat(table.bounds()).containsExactly("t_2026_01 [2026-01-01 00:00, 2026-02-01 00:00)", "t_2026_03 [2026-03-01 00:00, 2026-04-01 00:00)",
                "t_2026_q2 [2026-04-01 00:00, 2026-07-01 00:00)");
        assertNoRowIsLost();
    }

    /** A cell of which there is nothing is for create_partitions. */
    @Test
    void nothingIsMadeWhereNothingIs() throws SQLException {
        database.execute("DROP TABLE t_2026_04", "TRUNCATE truth", "INSERT INTO truth SELECT * FROM t");

        table.run(MERGE.formatted(""));

        assertThat(table.bounds()).containsExactly("t_2026_q1 [2026-01-01 00:00, 2026-04-01 00:00)");
        assertNoRowIsLost();
    }

    /** What the same plan creates and then merges is created in its final shape; the gap beside it is another action. */
    @Test
    void creationAndMergeInOneRunLeaveNothingToDo() throws SQLException {
        String policy = """
                [{"operation": "create_partitions", "granularity": "1 month", "lower_bound": "3 months", "upper_bound": "-1 month"},
                 {"operation": "merge_partitions", "granularity": "3 months", "lower_bound": "1 year", "upper_bound": "1 month"}]""";

        table.run(policy);

        assertThat(table.plan(policy)).isEmpty();
        assertThat(table.partitions()).startsWith("t_2026_q1", "t_2026_q2", "t_2026_07");
        assertNoRowIsLost();
    }

    private void assertNoRowIsLost() throws SQLException {
        assertThat(database.queryForString("SELECT count(*) FROM ((SELECT * FROM t EXCEPT ALL SELECT * FROM truth) UNION ALL (SELECT * FROM truth EXCEPT ALL SELECT * FROM t)) AS d"))
                .isEqualTo("0");
    }
}
