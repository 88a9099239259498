package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** How a job spares those who work beside it. */
@PartitionToolsDatabase(each = true)
class FeltIT {

    private static final int MANY = 50;

    private TestDatabase database;

    @BeforeEach
    void createTable(TestDatabase fresh) {
        database = fresh;
    }

    /** Whose locks others wait for is committed without waiting for the disk; what begins the job waits for its own, what ends it for all of it. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Shape.class, names = {"PRIMARY_KEY", "NO_KEY"})
    void locksAreNotHeldUntilTheCommitIsOnDisk(Shape shape) throws SQLException {
        Orders.create(database, shape, 1000, Operation.DRAIN.partitions());
        long job = Operation.DRAIN.run(database).get(0);
        List<String> early = new ArrayList<>();
        String last = "";
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            // The servers of tests have it off.
            statement.execute("SET synchronous_commit = on");
            for (String phase = "prepare"; !phase.equals("done"); phase = Steps.phase(database, job)) {
                last = step(statement, job, "synchronous_commit");
                if (last.equals("off")) {
                    early.add(phase);
                }
            }
        }

        // The targets leave the staging root in one step or more, before the swap itself.
        assertThat(early).startsWith("mirror", "swap", "swap").hasSizeLessThan(12);
        assertThat(early.stream().distinct()).hasSize(2);
        assertThat(last).isEqualTo("on");
    }

    /** What makes the job catch up again when its targets have left the staging root: they join it, and leave it again. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', value = {
        "INSERT INTO partition_tools_stage.partition_tools_j1_capture (id, at) SELECT id, at FROM orders WHERE id <= 5 | mirror",
        "CREATE INDEX ON orders_default (note)                                                                        | rebuild"})
    void targetsThatHaveLeftComeBack(String cause, String phase) throws Exception {
        Orders orders = Orders.create(database, Shape.PRIMARY_KEY, 1000, Operation.DRAIN.partitions());
        long job = Operation.DRAIN.run(database).get(0);
        Steps.until(database, job, "swap");
        assertThat(staged()).isEqualTo(7);
        try (Steps steps = Steps.of(database, job)) {
            while (staged() > 0) {
                assertThat(steps.next()).isEqualTo("swap");
            }
            // Also by what comes to them without the root.
            for (String table : List.of("orders", "truth")) {
                database.execute("UPDATE " + table + " SET note = 'mirrored', at = at + interval '1 month' WHERE id % 2 = 0", "DELETE FROM " + table + " WHERE id % 5 = 0");
            }
            assertThat(database.queryForString("SELECT count(*) FROM partition_tools_stage.partition_tools_j1_capture")).isEqualTo("0");
            database.execute(cause);
            assertThat(steps.next()).isEqualTo(phase);
            assertThat(staged()).isZero();
        }
        Steps.until(database, job, "settle");
        assertThat(staged()).isEqualTo(7);
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        assertThat(Steps.state(database, job)).isEqualTo("completed");
        assertThat(orders.differences()).isZero();
        assertThat(orders.differencesByIndex()).isZero();
        assertThat(orders.misplaced()).isEmpty();
        // The index is the partition's own.
        assertThat(Leftovers.in(database)).allMatch(left -> left.startsWith("index without parent"));
    }

    /** How many targets are partitions of the staging root. */
    private int staged() throws SQLException {
        return Integer.parseInt(database.queryForString("SELECT count(*) FROM pg_inherits WHERE inhparent = 'partition_tools_stage.partition_tools_j1_root'::regclass"));
    }

    @Test
    void indexesAreBuiltByOneProcessWhereOthersWrite() throws SQLException {
        Orders.create(database, Shape.PRIMARY_KEY, 1000, Operation.DRAIN.partitions());
        long job = Operation.DRAIN.run(database).get(0);
        Steps.until(database, job, "build");
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            String alone = step(statement, job, "max_parallel_maintenance_workers");
            database.execute("UPDATE orders SET note = 'changed' WHERE id <= " + MANY);
            String beside = step(statement, job, "max_parallel_maintenance_workers");
            statement.execute("SET partition_tools.pacing = off");
            String unpaced = step(statement, job, "max_parallel_maintenance_workers");

            assertThat(List.of(alone, beside, unpaced)).containsExactly("2", "0", "2");
        }
    }

    /** All targets take longer than the first, as if others wanted the machine: it rests only where somebody has done something meanwhile. */
    @Test
    void aBuildRestsWhenOthersSlowIt() throws SQLException {
        database.execute("CREATE TABLE wide (id int PRIMARY KEY, text text) PARTITION BY RANGE (id)", "CREATE TABLE wide_default PARTITION OF wide DEFAULT",
                "ALTER TABLE wide_default ALTER text SET STORAGE PLAIN",
                "CREATE FUNCTION slowly(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'", "CREATE INDEX ON wide (slowly(id))",
                "INSERT INTO wide SELECT g, repeat('x', 1000) FROM generate_series(0, 19999) AS g",
                "CREATE OR REPLACE FUNCTION slowly(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN IF $1 IN (6000, 11000, 16000) THEN PERFORM pg_sleep(1); END IF; RETURN $1; END $$");
        long job = Long.parseLong(database.queryForString("SELECT partition_tools_internal.repartition_job('wide', ARRAY['wide_default'::regclass], '{0,5000,10000,15000,20000}', NULL, NULL, NULL)"));
        Steps.until(database, job, "build");
        try (Connection connection = database.connect(); Statement statement = connection.createStatement(); Connection other = database.connect()) {
            assertThat(pause(statement, job)).isZero();
            other.createStatement().execute("SELECT state FROM partition_tools.jobs");
            assertThat(pause(statement, job)).isZero();
            CompletableFuture<Void> working = Background.run(() -> Sessions.execute(other, "SELECT pg_sleep(600)"));
            assertThat(pause(statement, job)).isBetween(0.1, 20.0);
            statement.execute("SET partition_tools.pacing = off");
            assertThat(pause(statement, job)).isZero();
            database.execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'");
            assertThat(working).failsWithin(Duration.ofMinutes(1));
        }
    }

    /** Who has written to one target and writes to another next never waits for a job that has the other and wants the one. */
    @Test
    void foreignKeysAreAddedToOneTargetAtATime() throws SQLException {
        Orders.create(database, Shape.PRIMARY_KEY, 1000, Operation.DRAIN.partitions());
        long job = Operation.DRAIN.run(database).get(0);
        Steps.until(database, job, "foreign_keys");
        String second = database.queryForString("SELECT lower_text FROM partition_tools_internal.job_target WHERE ordinal = 2");
        try (Connection writer = database.connect(); Connection session = database.connect(); Statement statement = session.createStatement()) {
            writer.setAutoCommit(false);
            writer.createStatement().execute("INSERT INTO orders (id, at, customer, amount) VALUES (1000000, '" + second + "', 1, 1)");
            statement.execute("SELECT partition_tools_internal.job_step(" + job + ")");
            assertThatThrownBy(() -> statement.execute("SELECT partition_tools_internal.job_step(" + job + ")"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
            assertThat(referring()).isEqualTo("1");
            writer.commit();
        }
        Steps.until(database, job, "validate_keys");
        assertThat(referring()).isEqualTo("7");
    }

    private String referring() throws SQLException {
        return database.queryForString("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid IN (SELECT relid FROM partition_tools_internal.job_target)");
    }

    private static double pause(Statement statement, long job) throws SQLException {
        return Double.parseDouble(value(statement, "SELECT coalesce(extract(epoch FROM s.pause), 0) FROM partition_tools_internal.job_step(" + job + ") AS s"));
    }

    /** Does a step, and returns what a setting is at its end. */
    private static String step(Statement statement, long job, String setting) throws SQLException {
        statement.execute("BEGIN");
        statement.execute("SELECT partition_tools_internal.job_step(" + job + ")");
        String value = value(statement, "SHOW " + setting);
        statement.execute("COMMIT");
        return value;
    }

    private static String value(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
