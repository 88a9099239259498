package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.lifecycle.January;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.ServerErrorMessage;

/** Objects that hang on a partition itself cannot follow when it is replaced: that is refused before anything happens. */
@PartitionToolsDatabase
class DependentsIT {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a foreign key | CREATE TABLE dependent (d date, n int, FOREIGN KEY (d, n) REFERENCES t_2026_01)",
        "a view | CREATE VIEW dependent AS SELECT n FROM t_2026_01",
        "a materialized view | CREATE MATERIALIZED VIEW dependent AS SELECT n FROM t_2026_01",
        "a function of the row type | CREATE FUNCTION dependent(t_2026_01) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "a column of the row type | CREATE TABLE dependent (a t_2026_01)",
        "a column of an array of the row type | CREATE TABLE dependent (a t_2026_01[])",
        "a policy elsewhere | CREATE TABLE dependent (n int); CREATE POLICY p ON dependent USING (EXISTS (SELECT FROM t_2026_01 AS x WHERE x.n = dependent.n))",
        "a rule | CREATE RULE dependent AS ON DELETE TO t_2026_01 DO INSTEAD NOTHING",
        "a rule that does more | CREATE RULE dependent AS ON INSERT TO t_2026_01 DO ALSO NOTIFY dependent",
        "a constraint trigger elsewhere | CREATE TABLE dependent (n int); CREATE CONSTRAINT TRIGGER dependent AFTER INSERT ON dependent FROM t_2026_01 FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "a security label | SET allow_system_table_mods = on; INSERT INTO pg_seclabel VALUES ('t_2026_01'::regclass, 'pg_class'::regclass, 0, 'dependent', 'secret')",
        "an extension | ALTER EXTENSION plpgsql ADD TABLE t_2026_01",
        "an index of an extension | CREATE INDEX dependent ON t_2026_01 (n); ALTER INDEX dependent DEPENDS ON EXTENSION plpgsql",
        "a key without triggers | CREATE TABLE dependent (n int PRIMARY KEY); INSERT INTO dependent VALUES (1); ALTER TABLE t_2026_01 ADD FOREIGN KEY (n) REFERENCES dependent; ALTER TABLE t_2026_01 DISABLE TRIGGER ALL"})
    void areRefused(String what, String sql, TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            database.execute("CREATE TABLE t (d date, n int, PRIMARY KEY (d, n)) PARTITION BY RANGE (d)",
                    "CREATE TABLE t_2026_01 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')", "INSERT INTO t VALUES ('2026-01-02', 1)", sql);
            Partitioned table = new Partitioned(database, "public.t");
            List<String> before = LeafDump.of(database, "public.t_2026_01");

            for (ServerErrorMessage error : List.of(
                    refused(() -> table.move(null, "1 month", "warm")),
                    refused(() -> table.merge("1 year", "2 years", "-1 year")))) {
                assertThat(error.getMessage()).as(what).contains("public.t");
                assertThat(error.getHint()).as(what).isNotBlank();
            }
            assertThat(LeafDump.of(database, "public.t_2026_01")).isEqualTo(before);
        }
    }

    private static ServerErrorMessage refused(ThrowingCallable call) {
        ServerErrorMessage error = SqlErrors.raised(call);
        assertThat(error.getSQLState()).as("%s", error).isIn("PP021", "PP022");
        return error;
    }

    /** Dropping would fail after the partition has been detached. */
    @Test
    void areRefusedByDeleteBeforeItDetaches(TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            database.execute("CREATE TABLE t (d date, n int, PRIMARY KEY (d, n)) PARTITION BY RANGE (d)",
                    "CREATE TABLE t_2026_01 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')", "CREATE VIEW v AS SELECT * FROM t_2026_01");
            Partitioned table = new Partitioned(database, "public.t").removingAnything();

            SqlErrors.raised("PP021", () -> table.delete(null, "1 month"));

            assertThat(table.partitions()).containsExactly("t_2026_01");
        }
    }

    /** It would not let itself be dropped, when it has left the table already. */
    @Test
    void aPartitionOfAnExtensionIsRefusedByDeleteBeforeItDetaches(TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            database.execute("CREATE TABLE t (d date, n int, PRIMARY KEY (d, n)) PARTITION BY RANGE (d)",
                    "CREATE TABLE t_2026_01 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')", "ALTER EXTENSION plpgsql ADD TABLE t_2026_01");
            Partitioned table = new Partitioned(database, "public.t").removingAnything();

            SqlErrors.raised("PP021", () -> table.delete(null, "1 month"));

            assertThat(table.partitions()).containsExactly("t_2026_01");
        }
    }

    @Test
    void aPolicyThatReadsItsOwnTableReadsTheNewOne(TestDatabase any) throws SQLException {
        try (January table = new January(any)) {
            table.database().execute("CREATE POLICY p ON t_a USING (id IN (SELECT y.id FROM t_a AS y WHERE y.at = t_a.at))");
            List<String> before = table.dump("t_a");

            table.start(table.move());
            List<String> after = table.dump("t_a");
            table.start(table.merge());

            assertThat(after).isEqualTo(before);
            assertThat(table.database().queryForStrings("SELECT DISTINCT refobjid::regclass::text FROM pg_depend WHERE classid = 'pg_policy'::regclass AND refclassid = 'pg_class'::regclass AND objid IN (SELECT oid FROM pg_policy WHERE polname = 'p')"))
                    .containsExactly("t_jan");
            assertThat(table.leftovers()).isEmpty();
        }
    }

    @Test
    void disabledTriggersOfAKeyThatIsRecreatedStayDisabled(TestDatabase any) throws SQLException {
        try (January table = new January(any)) {
            table.database().execute("CREATE TABLE o (id bigint, at date, CONSTRAINT k FOREIGN KEY (id, at) REFERENCES t)", "ALTER TABLE o DISABLE TRIGGER ALL",
                    "ALTER TABLE t DISABLE TRIGGER ALL");
            String states = "SELECT tgrelid::regclass::text || ' ' || tgfoid::regproc || ' ' || tgenabled::text FROM pg_trigger WHERE tgconstraint <> 0 AND tgrelid::regclass::text IN ('o', 't') ORDER BY 1";
            List<String> before = table.database().queryForStrings(states);
            // PostgreSQL 14 has triggers of the key on the partitions only, which DISABLE TRIGGER on their table leaves as they are.
            assumeThat(before).as("triggers of the key on the table that it refers to").hasSize(4);

            table.database().execute("SET partition_tools.incoming_foreign_keys = 'recreate'", "CALL partition_tools.repartition('t', '{t_a,t_b}', '{2025-01-01,2025-02-01}', '{t_jan}')");

            assertThat(before).allMatch(line -> line.endsWith(" D"));
            assertThat(table.database().queryForStrings(states)).isEqualTo(before);
            assertThat(table.database().queryForStrings("SELECT DISTINCT tgenabled::text FROM pg_trigger WHERE tgrelid = 't_jan'::regclass")).containsExactly("D");
        }
    }

    @Test
    void aViewOnOnePartitionStopsOnlyItsOwnDrop(TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            Partitioned table = threeMonths(database);

            ServerErrorMessage error = SqlErrors.raised("PP021", () -> table.delete(null, "1 month"));

            assertThat(error.getMessage()).contains("t_2026_01", "view public.v");
            assertThat(error.getDetail()).contains("is to be dropped").doesNotContain("replaced").contains("1 of 3 jobs failed");
            assertThat(table.partitions()).containsExactly("t_2026_01");
            assertThat(database.queryForStrings("SELECT state FROM partition_tools.jobs ORDER BY job_id")).containsExactly("failed", "completed", "completed");

            database.execute("DROP VIEW v");
            table.delete(null, "1 month");
            assertThat(table.partitions()).isEmpty();
        }
    }

    @Test
    void whoStartsALaterJobIsWarnedOfAnEarlierOneThatFails(TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh(); Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            Partitioned table = threeMonths(database);
            String last = table.query("SELECT statement FROM partition_tools.run('t', '[{\"operation\": \"delete_partitions\", \"upper_bound\": \"1 month\"}]', '"
                    + Partitioned.AS_OF + "')").get(2);

            statement.execute(last);

            assertThat(statement.getWarnings().getMessage()).contains("job 1 failed: other objects depend on partition public.t_2026_01");
            assertThat(table.partitions()).containsExactly("t_2026_01");
            statement.execute(last);
        }
    }

    @Test
    void areNoObstacleToADetach(TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            Partitioned table = threeMonths(database);

            table.call("delete_partitions", "p_upper_bound", "1 month", "p_cleanup_policy", "detach");

            assertThat(table.partitions()).isEmpty();
            assertThat(database.queryForString("SELECT count(*) FROM v")).isEqualTo("1");
        }
    }

    @Test
    void whatAJobNeedsIsWhatMakesItsSources(TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            Partitioned table = threeMonths(database);
            database.execute("INSERT INTO partition_tools.s3_server (name, bucket) VALUES ('default', 'archive')");

            List<String> jobs = table.query("SELECT job_id FROM partition_tools.run('t', '[{\"operation\": \"create_partitions\", \"granularity\": \"1 month\","
                    + " \"lower_bound\": \"0 days\", \"upper_bound\": \"-3 months\"}, {\"operation\": \"merge_partitions\", \"granularity\": \"3 months\","
                    + " \"lower_bound\": \"1 year\", \"upper_bound\": \"1 month\"}, {\"operation\": \"unload_to_s3_partitions\", \"upper_bound\": \"1 month\"}]', '"
                    + Partitioned.AS_OF + "')");

            assertThat(jobs).hasSize(3);
            assertThat(database.queryForStrings("SELECT array_to_string(partition_tools_internal.job_needs(job_id), ',') FROM partition_tools.jobs ORDER BY job_id"))
                    .containsExactly("", "", jobs.get(1));
        }
    }

    private static Partitioned threeMonths(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE t (d date, n int, PRIMARY KEY (d, n)) PARTITION BY RANGE (d)",
                "CREATE TABLE t_2026_01 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                "CREATE TABLE t_2026_02 PARTITION OF t FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
                "CREATE TABLE t_2026_03 PARTITION OF t FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
                "INSERT INTO t VALUES ('2026-01-02', 1)", "CREATE VIEW v AS SELECT * FROM t_2026_01");
        return new Partitioned(database, "public.t").removingAnything();
    }

    @Test
    void aCheckOfTheTableThatIsNotValidIsNoObstacleToNewPartitions(TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            database.execute("CREATE TABLE t (d date, n int, PRIMARY KEY (d, n)) PARTITION BY RANGE (d)", "CREATE TABLE rest PARTITION OF t DEFAULT",
                    "INSERT INTO t VALUES ('2026-01-02', 1)", "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 5) NOT VALID");
            Partitioned table = new Partitioned(database, "public.t");

            table.create("1 month", "1 day", "-3 months");
            table.create("1 month", "6 months", "-3 months");

            assertThat(table.partitions()).contains("t_2026_01", "t_2026_08");
            assertThat(database.queryForStrings("SELECT DISTINCT k.convalidated FROM pg_constraint k WHERE k.conname = 'c'")).containsExactly("false");
            assertThat(table.rows()).isEqualTo(1);
        }
    }
}
