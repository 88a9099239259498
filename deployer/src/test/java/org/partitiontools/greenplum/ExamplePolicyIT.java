package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** The policy that users of the Greenplum tool have, as it stands, on tables with five years of rows in their default partitions. */
@GreenplumDatabase
class ExamplePolicyIT {

    private static final String POLICY = "../config/example-policy.yaml";
    private static final String AS_OF = "2026-06-15";
    private static final int ROWS = 100_000;
    /** The policy bounds the actions of one call. */
    private static final int ENOUGH_RUNS = 12;
    private static final String WARM = "SELECT p.partitionname FROM pg_partitions AS p JOIN pg_class AS c ON c.relname = p.partitiontablename"
            + " JOIN pg_tablespace AS t ON t.oid = c.reltablespace WHERE p.tablename = 'orders' AND t.spcname = 'warm'";

    private final TestDatabase database;

    ExamplePolicyIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void fill() throws SQLException {
        database.execute("DROP SCHEMA IF EXISTS sales CASCADE", "CREATE SCHEMA sales");
        table("orders", "PRIMARY KEY (id, day)", "", "DISTRIBUTED BY (id)");
        table("order_lines", "note text", "WITH (appendonly = true, orientation = column, compresstype = zlib, compresslevel = 5)", "DISTRIBUTED RANDOMLY");
        table("sessions", "note text", "WITH (appendonly = true, compresstype = zstd, compresslevel = 1)", "DISTRIBUTED BY (id)");
        table("logs", "note text", "", "DISTRIBUTED RANDOMLY");
    }

    private void table(String name, String last, String storage, String distribution) throws SQLException {
        database.execute("CREATE TABLE sales." + name + " (id bigint, day date, amount numeric, " + last + ") " + storage + " " + distribution
                        + " PARTITION BY RANGE (day) (DEFAULT PARTITION rest)",
                "INSERT INTO sales." + name + " SELECT g, date '2021-06-15' + (g % 1826)::int, g FROM generate_series(1, " + ROWS + ") AS g",
                "CREATE TABLE sales.truth_" + name + " AS SELECT id, day, amount FROM sales." + name + " DISTRIBUTED BY (id)", "ANALYZE sales." + name);
    }

    @Test
    void bringsItsTablesIntoShape() throws Exception {
        for (String name : List.of("orders", "sessions", "logs")) {
            int runs = runUntilNothingIsLeft("--table", "sales." + name);
            assertThat(runs).as("runs of %s", name).isBetween(1, ENOUGH_RUNS);
            assertThat(database.queryForStrings("SELECT state FROM partition_tools.jobs WHERE target = 'sales." + name + "'")).containsOnly("completed");
        }
        assertThat(different("orders", "true")).isZero();
        // Three months are deleted from the sessions at first, and so on to two years; of the logs, thirty days are kept.
        assertThat(different("sessions", "day >= date '2026-03-30'")).isZero();
        assertThat(different("logs", "day >= date '2026-05-16'")).isZero();
        // Creation makes the quarters and years that its windows touch, so that nothing is left to be merged, and moved, today; half a year later there is.
        assertThat(database.queryForStrings(WARM)).isEmpty();
        assertThat(run("--table", "sales.orders", "--as-of", "2027-01-15").exitCode()).isZero();
        assertThat(different("orders", "true")).isZero();
        // One quarter that months are united to, and one that is whole already, and is to lie where the merged ones do.
        assertThat(database.queryForStrings(WARM)).containsExactlyInAnyOrder("orders_2026_q2", "orders_2026_q3");
    }

    @Test
    void movesToTheStorageThatItNames() throws Exception {
        // Not the unload, for which there is no object store here.
        Invocation run = run("--table", "sales.order_lines", "--only", "create,move");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(different("order_lines", "true")).isZero();
        assertThat(database.queryForString("SELECT count(*) FROM pg_partitions WHERE tablename = 'order_lines'")).isEqualTo("64");
        // Three in one call, as the policy has it.
        assertThat(database.queryForString("SELECT count(*) FROM pg_partitions AS p JOIN pg_class AS c ON c.relname = p.partitiontablename"
                + " JOIN pg_tablespace AS t ON t.oid = c.reltablespace WHERE p.tablename = 'order_lines' AND t.spcname = 'warm'"
                + " AND c.relstorage = 'c' AND 'compresstype=zstd' = ANY (c.reloptions)")).isEqualTo("3");
    }

    private int runUntilNothingIsLeft(String... arguments) throws Exception {
        for (int runs = 1; runs <= ENOUGH_RUNS; runs++) {
            Invocation run = run(arguments);
            assertThat(run.exitCode()).as(run.err()).isZero();
            if (run.json().get(0).get("state").asText().equals("unchanged")) {
                return runs;
            }
        }
        return Integer.MAX_VALUE;
    }

    private Invocation run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("run", POLICY, "--url", database.url(), "--format", "json"));
        command.addAll(List.of(arguments));
        if (!command.contains("--as-of")) {
            command.addAll(List.of("--as-of", AS_OF));
        }
        return Invocation.of(command.toArray(String[]::new));
    }

    /** Rows within a condition that are in one of the two tables only. */
    private long different(String name, String condition) throws SQLException {
        String table = "SELECT id, day, amount FROM sales." + name + " WHERE " + condition;
        String truth = "SELECT id, day, amount FROM sales.truth_" + name + " WHERE " + condition;
        return Long.parseLong(database.queryForString("SELECT count(*) FROM ((" + table + " EXCEPT ALL " + truth + ") UNION ALL ("
                + truth + " EXCEPT ALL " + table + ")) AS d"));
    }
}
