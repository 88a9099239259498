package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** Partitions cut at bounds of one's own, where Greenplum itself would not let go of the last one. */
@GreenplumDatabase
class RepartitionIT {

    private static final String LEAVES = """
            SELECT concat_ws(' ', p."partition", p.partition_name, p.lower_bound, p.upper_bound)
              FROM partition_tools.partitions AS p WHERE p.table_name = 't' ORDER BY p.is_default, p.lower_bound = 'MINVALUE' DESC, p.lower_bound
            """;

    @Test
    void theOnlyPartitionIsSplit(TestDatabase database) throws SQLException {
        table(database, "(START ('2026-01-01') END ('2026-04-01'))");

        database.execute("SELECT partition_tools.repartition('t', ARRAY['t_1_prt_1'::regclass], ARRAY['2026-01-01', '2026-01-11', '2026-03-01', '2026-04-01'], ARRAY['a', 'b', 'c'])");

        assertThat(leaves(database)).containsExactly("a 2026-01-01 2026-01-11 10", "b 2026-01-11 2026-03-01 49", "c 2026-03-01 2026-04-01 31");
    }

    @Test
    void allPartitionsAreMergedIntoOne(TestDatabase database) throws SQLException {
        table(database, "(START ('2026-01-01') END ('2026-04-01') EVERY (interval '1 month'))");

        database.execute("SELECT partition_tools.repartition('t', ARRAY['t_1_prt_1', 't_1_prt_2', 't_1_prt_3']::regclass[], ARRAY['2026-01-01', '2026-04-01'])");

        assertThat(leaves(database)).containsExactly("t_2026_01_01_to_2026_04_01 2026-01-01 2026-04-01 90");
    }

    @Test
    void theDefaultPartitionIsCutWithOpenEnds(TestDatabase database) throws SQLException {
        table(database, "(DEFAULT PARTITION rest)");
        database.execute("INSERT INTO t VALUES (0, NULL)");

        database.execute("SELECT partition_tools.repartition('t', ARRAY['t_1_prt_rest'::regclass], ARRAY['MINVALUE', '2026-02-01', '2026-03-01', 'MAXVALUE'], ARRAY['a', 'b', 'c'])");

        assertThat(leaves(database)).containsExactly("a MINVALUE 2026-02-01 31", "b 2026-02-01 2026-03-01 28", "c 2026-03-01 MAXVALUE 31", "rest 1");
    }

    @Test
    void aDefaultPartitionWithoutRowsIsCut(TestDatabase database) throws SQLException {
        table(database, "(DEFAULT PARTITION rest)");
        database.execute("TRUNCATE t", "TRUNCATE truth", "SELECT partition_tools.repartition('t', ARRAY['t_1_prt_rest'::regclass], ARRAY['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01'], ARRAY['a', 'b', 'c'])");

        assertThat(leaves(database)).containsExactly("a 2026-02-01 2026-03-01 0", "b 2026-03-01 2026-04-01 0", "c 2026-04-01 2026-05-01 0", "rest 0");
    }

    @Test
    void alignmentCutsWhatStraddlesTheGrid(TestDatabase database) throws SQLException {
        table(database, "(START ('2026-01-01') END ('2026-01-20'), START ('2026-01-20') END ('2026-02-10'), START ('2026-02-10') END ('2026-04-01'), DEFAULT PARTITION rest)");

        database.execute("SELECT partition_tools.merge_partitions('t', '1 month', '3 months', '0 months', p_as_of := '2026-04-01 00:00+00')");

        assertThat(leaves(database)).containsExactly("t_2026_01 2026-01-01 2026-02-01 31", "t_2026_02 2026-02-01 2026-03-01 28", "t_2026_03 2026-03-01 2026-04-01 31", "rest 0");
    }

    @Test
    void aMergeFillsGapsFromTheDefaultPartition(TestDatabase database) throws SQLException {
        table(database, "(START ('2026-01-01') END ('2026-02-01'), START ('2026-03-01') END ('2026-03-11'), DEFAULT PARTITION rest)");

        database.execute("SELECT partition_tools.merge_partitions('t', '3 months', '3 months', '0 months', p_as_of := '2026-04-01 00:00+00')");

        assertThat(leaves(database)).containsExactly("t_2026_q1 2026-01-01 2026-04-01 90", "rest 0");
    }

    /** By staging tables, and where a default partition is so small that it is filled under the lock. */
    @ParameterizedTest(name = "statistics {0}: {1}")
    @CsvSource({"on, true", "off, false"})
    void newPartitionsHaveStatisticsUnlessTheSessionLeavesThemToOthers(String setting, boolean made, TestDatabase shared) throws SQLException {
        try (TestDatabase database = shared.fresh()) {
            table(database, "(START ('2026-01-01') END ('2026-02-01'), START ('2026-02-01') END ('2026-04-01'))");
            database.execute("CREATE TABLE u (LIKE t) DISTRIBUTED BY (id) PARTITION BY RANGE (at) (DEFAULT PARTITION rest)", "INSERT INTO u SELECT * FROM t");

            database.execute("SET partition_tools.statistics = " + setting,
                    "SELECT partition_tools.repartition('t', ARRAY['t_1_prt_1', 't_1_prt_2']::regclass[], ARRAY['2026-01-01', '2026-04-01'])",
                    "SELECT partition_tools.repartition('u', ARRAY['u_1_prt_rest'::regclass], ARRAY['2026-01-01', '2026-04-01'])");

            assertThat(database.queryForStrings("SELECT DISTINCT s.tablename FROM pg_stats AS s JOIN pg_class AS c ON c.relname = s.tablename JOIN pg_inherits AS i ON i.inhrelid = c.oid ORDER BY 1"))
                    .hasSize(made ? 2 : 0);
            assertThat(database.queryForString("SELECT (SELECT count(*) FROM t) + (SELECT count(*) FROM u)")).isEqualTo("180");
        }
    }

    /** One or two are cut off, more are added; and one of them has to be there while the default partition is not. */
    @ParameterizedTest(name = "{0} months, {1} rows")
    @CsvSource({"1, 0", "3, 0", "1, 90", "2, 90", "3, 90"})
    void newPartitionsAreStoredLikeTheDefaultPartition(int months, int rows, TestDatabase shared) throws SQLException {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE t (id int, at date, note text) WITH (appendonly = true, orientation = column, compresstype = zlib, compresslevel = 4)"
                            + " DISTRIBUTED BY (id) PARTITION BY RANGE (at) (DEFAULT PARTITION rest)",
                    "INSERT INTO t SELECT g, date '2025-12-31' + g, 'row ' || g FROM generate_series(1, " + rows + ") AS g",
                    "INSERT INTO t VALUES (0, NULL, 'nowhere'), (100, '2026-05-05', 'later')",
                    "CREATE TABLE truth AS SELECT * FROM t DISTRIBUTED BY (id)",
                    "GRANT SELECT ON t_1_prt_rest TO PUBLIC");
            String privileges = database.queryForString("SELECT relacl::text FROM pg_class WHERE oid = 't_1_prt_rest'::regclass");

            database.execute("SELECT partition_tools.create_partitions('t', '1 month', '" + months + " months', '0 months', p_as_of := '2026-04-01 00:00+00')");

            int moved = Math.min(rows, List.of(0, 31, 59, 90).get(months));
            assertThat(leaves(database)).hasSize(months + 1).contains("rest " + (2 + rows - moved));
            assertThat(database.queryForStrings("""
                    SELECT DISTINCT concat_ws(' ', c.relstorage, c.relacl, e.attoptions)
                      FROM partition_tools.partitions AS p JOIN pg_class AS c ON c.oid = p."partition" JOIN pg_attribute_encoding AS e ON e.attrelid = c.oid
                     WHERE p.table_name = 't'
                    """)).containsExactly("c " + privileges + " {compresstype=zlib,compresslevel=4,blocksize=32768}");
            assertThat(database.queryForStrings("SELECT relname FROM pg_class WHERE relname LIKE '%partition\\_tools%'")).isEmpty();
            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo(String.valueOf(rows + 2));
        }
    }

    private static void table(TestDatabase database, String partitions) throws SQLException {
        database.execute("DROP TABLE IF EXISTS t", "DROP TABLE IF EXISTS truth",
                "CREATE TABLE t (id int, at date, note text) DISTRIBUTED BY (id) PARTITION BY RANGE (at) " + partitions,
                "INSERT INTO t SELECT g, date '2025-12-31' + g, 'row ' || g FROM generate_series(1, 90) AS g",
                "CREATE TABLE truth AS SELECT * FROM t DISTRIBUTED BY (id)");
    }

    private static List<String> leaves(TestDatabase database) throws SQLException {
        assertThat(database.queryForString("SELECT count(*) FROM (SELECT * FROM truth EXCEPT ALL SELECT * FROM t) AS lost")).isEqualTo("0");
        List<String> leaves = new ArrayList<>();
        for (String leaf : database.queryForStrings(LEAVES)) {
            String[] tableAndText = leaf.split(" ", 2);
            leaves.add(tableAndText[1] + " " + database.queryForString("SELECT count(*) FROM " + tableAndText[0]));
        }
        return leaves;
    }
}
