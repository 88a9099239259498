package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** What cannot be done is said with an SQLSTATE of its own, and leaves the table as it was. */
@GreenplumDatabase
class RefusalsIT {

    private static final String MONTHS = "(START ('2026-01-01') END ('2026-04-01') EVERY (interval '1 month'))";

    @Test
    void tablesOfOtherShapes(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE plain (id int, at date) DISTRIBUTED BY (id)",
                    "CREATE TABLE list (id int, at date) DISTRIBUTED BY (id) PARTITION BY LIST (at) (VALUES ('2026-01-01'))",
                    "CREATE TABLE numbers (id int, at int) DISTRIBUTED BY (id) PARTITION BY RANGE (at) (START (1) END (5))",
                    "CREATE TABLE levels (id int, at date, r text) DISTRIBUTED BY (id) PARTITION BY RANGE (at)"
                            + " SUBPARTITION BY LIST (r) SUBPARTITION TEMPLATE (DEFAULT SUBPARTITION other) (START ('2026-01-01') END ('2026-02-01'))");

            refused("PP010", () -> database.query("SELECT * FROM partition_tools.plan('plain', '[]')"));
            refused("PP011", () -> database.query("SELECT * FROM partition_tools.plan('list', '[]')"));
            refused("PP015", () -> database.query("SELECT * FROM partition_tools.plan('numbers', '[]')"));
            refused("PP013", () -> database.query("SELECT * FROM partition_tools.plan('levels', '[]')"));
            refused("PP013", () -> database.query("SELECT * FROM partition_tools.plan('levels_1_prt_1', '[]')"));
        }
    }

    @Test
    void wishesThatTheServerCannotFulfil(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE t (id int, at date, PRIMARY KEY (id, at)) DISTRIBUTED BY (id) PARTITION BY RANGE (at) " + MONTHS,
                    "INSERT INTO t SELECT g, date '2025-12-31' + g FROM generate_series(1, 90) AS g");

            refused("PP023", () -> move(database, "'nowhere', p_ddl_with_param := NULL"));
            refused("PP024", () -> move(database, "NULL, p_ddl_with_param := 'WITH (nosuch = 1)'"));
            refused("PP024", () -> move(database, "NULL, p_ddl_with_param := 'WITH (appendonly = true)'"));
            refused("PP001", () -> move(database, "NULL, p_ddl_with_param := 'WITH (appendonly = true); DROP TABLE t'"));
            refused("PP070", () -> database.execute("SELECT partition_tools.unload_to_s3_partitions('t', NULL, '0 months', p_as_of := '2026-04-01 00:00+00')"));
            database.execute("CREATE VIEW on_leaf AS SELECT * FROM t_1_prt_1");
            refused("PP021", () -> move(database, "'warm', p_ddl_with_param := NULL"));

            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("90");
            assertThat(database.queryForString("SELECT count(*) FROM partition_tools.partitions WHERE table_name = 't' AND tablespace = 'pg_default'")).isEqualTo("3");
        }
    }

    @Test
    void theLastPartitionStays(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE t (id int, at date) DISTRIBUTED BY (id) PARTITION BY RANGE (at) (START ('2026-01-01') END ('2026-02-01'))",
                    "INSERT INTO t VALUES (1, '2026-01-05')");

            refused("PP026", () -> database.execute("SET partition_tools.cleanup_limit = 100", "SELECT partition_tools.delete_partitions('t', NULL, '0 months', p_as_of := '2026-04-01 00:00+00')"));
            refused("PP026", () -> database.execute("SET partition_tools.cleanup_limit = 100", "SELECT partition_tools.delete_partitions('t', NULL, '0 months', p_cleanup_policy := 'detach', p_as_of := '2026-04-01 00:00+00')"));

            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("1");
        }
    }

    /** The server goes down where a partition of such a table is exchanged. */
    @Test
    void tablesWithForeignKeys(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE customers (id int PRIMARY KEY) DISTRIBUTED BY (id)",
                    "CREATE TABLE t (id int, at date, customer int REFERENCES customers) DISTRIBUTED BY (id) PARTITION BY RANGE (at) "
                            + "(START ('2026-01-01') END ('2026-04-01') EVERY (interval '1 month'), DEFAULT PARTITION rest)",
                    "INSERT INTO t SELECT g, date '2025-12-31' + g FROM generate_series(1, 120) AS g");

            refused("PP021", () -> move(database, "'warm', p_ddl_with_param := NULL"));
            refused("PP021", () -> database.execute("SELECT partition_tools.create_partitions('t', '1 month', '1 month', '0 months', p_as_of := '2026-05-01 00:00+00')"));
            refused("PP021", () -> database.execute("SELECT partition_tools.delete_partitions('t', NULL, '3 months', p_cleanup_policy := 'detach', p_as_of := '2026-05-01 00:00+00')"));
            assertThat(database.queryForString("SELECT hint FROM partition_tools.check_partitions('t', '{\"operations\": [{\"operation\": \"create_partitions\","
                    + " \"granularity\": \"1 month\", \"lower_bound\": \"1 month\", \"upper_bound\": \"0 months\"}]}', '2026-05-01 00:00+00') WHERE finding = 'refused'")).contains("DROP CONSTRAINT");
            database.execute("SELECT partition_tools.delete_partitions('t', NULL, '3 months', p_as_of := '2026-05-01 00:00+00')");

            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("89");
        }
    }

    /** Of the one value before it the server makes no partition. */
    @Test
    void beforeAPartitionThatBeginsExclusively(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE t (id int, at date) DISTRIBUTED BY (id) PARTITION BY RANGE (at)"
                            + " (PARTITION mar START ('2026-03-01') EXCLUSIVE END ('2026-04-01'), DEFAULT PARTITION rest)",
                    "INSERT INTO t SELECT g, date '2025-12-31' + g FROM generate_series(1, 90) AS g",
                    "SELECT partition_tools.create_partitions('t', '1 month', '3 months', '0 months', p_as_of := '2026-04-01 00:00+00')");

            assertThat(database.queryForStrings("SELECT lower_bound FROM partition_tools.partitions WHERE table_name = 't' AND NOT is_default ORDER BY 1"))
                    .containsExactly("2026-01-01", "2026-02-01", "2026-03-02");
            assertThat(database.queryForString("SELECT string_agg(at::text, ' ') FROM t_1_prt_rest")).isEqualTo("2026-03-01");
            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("90");
            database.execute("SELECT partition_tools.create_partitions('t', '1 month', '3 months', '0 months', p_as_of := '2026-04-01 00:00+00')");
            assertThat(database.queryForString("SELECT rows FROM partition_tools.jobs ORDER BY job_id DESC LIMIT 1")).as("nothing is copied for nothing").isEqualTo("0");
            database.execute("ALTER TABLE t DROP DEFAULT PARTITION");
            refused("PP021", () -> database.execute("SELECT partition_tools.create_partitions('t', '1 month', '3 months', '0 months', p_as_of := '2026-04-01 00:00+00')"));
        }
    }

    @Test
    void externalPartitionsAreLeftAlone(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE t (id int, at date) DISTRIBUTED BY (id) PARTITION BY RANGE (at) " + MONTHS,
                    "INSERT INTO t SELECT g, date '2025-12-31' + g FROM generate_series(1, 90) AS g");
            database.asSuperuser().execute("CREATE READABLE EXTERNAL WEB TABLE archive (id int, at date) EXECUTE 'echo 1,2026-02-02' ON MASTER FORMAT 'csv'",
                    "ALTER TABLE archive OWNER TO " + TestDatabase.OWNER);
            database.execute("ALTER TABLE t EXCHANGE PARTITION FOR (date '2026-02-02') WITH TABLE archive WITHOUT VALIDATION");

            move(database, "'warm', p_ddl_with_param := NULL");
            database.execute("SELECT partition_tools.merge_partitions('t', '3 months', '3 months', '0 months', p_as_of := '2026-04-01 00:00+00')",
                    "SELECT partition_tools.delete_partitions('t', NULL, '2 months', p_as_of := '2026-04-01 00:00+00')");

            assertThat(database.queryForStrings("SELECT concat_ws(' ', p.lower_bound, p.tablespace, c.relstorage) FROM partition_tools.partitions AS p"
                    + " JOIN pg_class AS c ON c.oid = p.\"partition\" WHERE p.table_name = 't' ORDER BY 1"))
                    .containsExactly("2026-02-01 pg_default x", "2026-03-01 warm h");
            refused("PP021", () -> database.execute("SELECT partition_tools.repartition('t', ARRAY(SELECT \"partition\" FROM partition_tools.partitions"
                    + " WHERE table_name = 't' AND lower_bound = '2026-02-01'), ARRAY['2026-02-01', '2026-03-01'])"));
        }
    }

    @Test
    void aJobNeedsASnapshotOfItsOwn(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE t (id int, at date) DISTRIBUTED BY (id) PARTITION BY RANGE (at) " + MONTHS);
            String job = database.queryForStrings("SELECT statement FROM partition_tools.run('t',"
                    + " '[{\"operation\": \"move_partitions\", \"upper_bound\": \"0 months\", \"table_space\": \"warm\"}]', '2026-04-01 00:00+00')").get(0);

            refused("25001", () -> database.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; " + job));
        }
    }

    private static void move(TestDatabase database, String arguments) throws SQLException {
        database.execute("SELECT partition_tools.move_partitions('t', NULL, '0 months', p_as_of := '2026-04-01 00:00+00', p_tablespace := " + arguments + ")");
    }

    private static void refused(String sqlState, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(sqlState));
    }
}
