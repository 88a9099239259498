package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "a rule | CREATE RULE dependent AS ON DELETE TO t_2026_01 DO INSTEAD NOTHING"})
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
            Partitioned table = new Partitioned(database, "public.t");

            SqlErrors.raised("PP021", () -> table.delete(null, "1 month"));

            assertThat(table.partitions()).containsExactly("t_2026_01");
        }
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
