package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.jdbc.PgConnection;

/** The switch to a partitioned table, and back, among sessions that hold what it wants: it waits in slices, and nobody waits longer behind it. */
@PartitionToolsDatabase
class ConvertLocksIT {

    private static final int ROWS = 2_000;
    /** What partition_tools.lock_timeout allows, and what a slow machine may add. */
    private static final long MARGIN_MILLIS = 300 + 1500;
    private static final int STATEMENTS = 30;
    private static final long STATEMENT_PAUSE_MILLIS = 40;
    private static final String JOB = "SELECT partition_tools_internal.convert_job('orders', 'at', '3 months', '6 months', '0 days', NULL, NULL, '" + Orders.AS_OF + "')";

    private TestDatabase database;
    private Orders orders;
    /** Rows that only the table has. */
    private int inserted;

    @BeforeEach
    void createTable(TestDatabase shared) throws SQLException {
        database = shared.fresh();
        orders = Orders.createPlain(database, Shape.ID, ROWS);
        database.execute("CREATE SEQUENCE ids START 1000000", "CREATE VIEW recent AS SELECT * FROM orders WHERE at > '2026-06-01 00:00+00'", "CREATE VIEW few AS SELECT * FROM recent WHERE id < 100");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"SELECT count(*) FROM orders", "SELECT count(*) FROM few", "SELECT FROM orders WHERE id = 1 FOR UPDATE", "UPDATE orders SET note = 'mine' WHERE id = 1"})
    void whoeverHoldsTheTableOrAViewIsWaitedForInSlices(String holding) throws Exception {
        long job = Long.parseLong(database.queryForString(JOB));
        Steps.until(database, job, "convert_swap");
        waitsInSlices(holding, job, "CALL partition_tools.start(" + job + ")", "p");
        waitsInSlices(holding, job, "CALL partition_tools.revert(" + job + ")", "r");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** The same of the other ways: a table that is adopted, and one that becomes plain. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "COPY")
    void theOtherWaysWaitInSlices(Way way) throws Exception {
        if (way == Way.UNPARTITION) {
            database.execute("SET partition_tools.keep_source = '0'", ConvertIT.CONVERT);
        }
        long job = way.begin(database);
        Steps.until(database, job, way.swap());
        waitsInSlices("SELECT count(*) FROM few", job, "CALL partition_tools.start(" + job + ")", way.after());
        waitsInSlices("UPDATE orders SET note = 'mine' WHERE id = 1", job, "CALL partition_tools.revert(" + job + ")", way.before());
        assertThat(Leftovers.in(database)).isEmpty();
    }

    private void waitsInSlices(String holding, long job, String call, String kind) throws Exception {
        try (Connection holder = database.connect(); JobSession session = JobSession.open(database)) {
            holder.setAutoCommit(false);
            try (Statement statement = holder.createStatement()) {
                statement.execute(holding);
            }
            CompletableFuture<Void> running = Background.run(() -> session.execute(call));
            Await.lockWait(database, session.pid());
            assertThat(slowestOf("SELECT count(*) FROM orders WHERE id < 10", "SELECT count(*) FROM few", "SELECT count(*) FROM recent",
                    "INSERT INTO orders VALUES (nextval('ids'), '2026-02-02 00:00+00', 1, 1)")).isLessThan(MARGIN_MILLIS);
            assertThat(running).isNotDone();
            holder.rollback();
            running.join();
        }
        assertThat(database.queryForString("SELECT relkind FROM pg_class WHERE oid = 'orders'::regclass")).isEqualTo(kind);
    }

    /** Who stands in the way at a switch. */
    private enum Holder {
        /** Nobody's session, and it does not end by itself. */
        PREPARED("prepared transaction 'half done'"),
        IDLE("idle in transaction"),
        READER("active");

        private final String named;

        Holder(String named) {
            this.named = named;
        }

        /** Holds the table until it is closed. */
        AutoCloseable hold(TestDatabase database) throws Exception {
            if (this == PREPARED) {
                database.execute("BEGIN; UPDATE orders SET note = 'half' WHERE id = 1; PREPARE TRANSACTION 'half done'");
                return () -> database.execute("ROLLBACK PREPARED 'half done'");
            }
            Connection connection = Sessions.transaction(database, "READ COMMITTED", "SELECT count(*) FROM few");
            if (this == IDLE) {
                return connection::rollback;
            }
            CompletableFuture<Void> reading = Background.run(() -> Sessions.execute(connection, "SELECT count(*), pg_sleep(600) FROM orders"));
            return () -> {
                connection.unwrap(PgConnection.class).cancelQuery();
                reading.handle((nothing, cancelled) -> null).join();
                connection.rollback();
            };
        }
    }

    /** At each switch there is, there and back: the others wait for one slice at most, the job says who stands in the way, and goes on when that is gone. */
    @ParameterizedTest(name = "{0}, {1}, then {2}")
    @CsvSource({"COPY, PREPARED, READER", "COPY, READER, PREPARED", "ADOPT, PREPARED, IDLE", "ADOPT, READER, PREPARED", "UNPARTITION, PREPARED, READER", "UNPARTITION, IDLE, PREPARED"})
    void whoStandsInTheWayIsNamed(Way way, Holder there, Holder back) throws Exception {
        if (way == Way.UNPARTITION) {
            database.execute("SET partition_tools.keep_source = '0'", ConvertIT.CONVERT);
        }
        long job = way.begin(database);
        Steps.until(database, job, way.swap());
        isNamed(there, "CALL partition_tools.start(" + job + ")", way.after());
        isNamed(back, "CALL partition_tools.revert(" + job + ")", way.before());
        assertThat(Leftovers.in(database)).isEmpty();
        assertThat(orders.differences()).isEqualTo(inserted);
    }

    private void isNamed(Holder holder, String call, String kind) throws Exception {
        try (JobSession session = JobSession.open(database, "lock_patience = '1s'")) {
            try (AutoCloseable held = holder.hold(database)) {
                CompletableFuture<Void> running = Background.run(() -> session.execute(call));
                Await.lockWait(database, session.pid());
                assertThat(slowestOf("SELECT count(*) FROM orders WHERE id < 10", "SELECT count(*) FROM few", "INSERT INTO orders VALUES (nextval('ids'), '2026-02-02 00:00+00', 1, 1)")).isLessThan(MARGIN_MILLIS);
                inserted += STATEMENTS / 3;
                assertThatThrownBy(running::join).cause().isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP050")).hasMessageContaining(holder.named);
            }
            session.execute(call);
        }
        assertThat(database.queryForString("SELECT relkind FROM pg_class WHERE oid = 'orders'::regclass")).isEqualTo(kind);
    }

    /** A snapshot from before the switch sees the rows of its time after it, too, and what its transaction writes counts. */
    @Test
    void anOlderSnapshotFindsItsRowsOnBothSides() throws Exception {
        long job = Long.parseLong(database.queryForString(JOB));
        Steps.until(database, job, "convert_swap");
        try (Connection old = Sessions.transaction(database, "REPEATABLE READ", "SELECT 1"); JobSession session = JobSession.open(database)) {
            database.execute("UPDATE orders SET amount = -1 WHERE id = 1", "DELETE FROM orders WHERE id = 2");
            session.start(job);
            assertThat(Sessions.value(old, "SELECT count(*) || ' ' || min(amount) FROM orders WHERE id <= 10")).isEqualTo("10 1");
            assertThat(Sessions.value(old, "UPDATE orders SET note = 'late' WHERE id = 3 RETURNING id")).isEqualTo("3");
            old.commit();
        }
        database.execute("UPDATE truth SET amount = -1 WHERE id = 1", "DELETE FROM truth WHERE id = 2", "UPDATE truth SET note = 'late' WHERE id = 3");
        assertThat(orders.differences()).isZero();
        long keeper = Long.parseLong(database.queryForString("SELECT partition_tools_internal.keeper_of(?)", job));
        try (Connection old = Sessions.transaction(database, "REPEATABLE READ", "SELECT 1")) {
            database.execute("UPDATE orders SET amount = -2 WHERE id = 1", "CALL partition_tools.revert(" + keeper + ")");
            assertThat(Sessions.value(old, "SELECT amount FROM orders WHERE id = 1")).isEqualTo("-1");
            assertThat(Sessions.value(old, "UPDATE orders SET note = 'later' WHERE id = 4 RETURNING id")).isEqualTo("4");
            old.commit();
        }
        database.execute("UPDATE truth SET amount = -2 WHERE id = 1", "UPDATE truth SET note = 'later' WHERE id = 4");
        assertThat(orders.differences()).isZero();
    }

    /** The longest wait of statements that come while the job wants its lock, in milliseconds. */
    private long slowestOf(String... statements) throws SQLException, InterruptedException {
        long slowest = 0;
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            for (int i = 0; i < STATEMENTS; i++) {
                long start = System.nanoTime();
                statement.execute(statements[i % statements.length]);
                slowest = Math.max(slowest, (System.nanoTime() - start) / 1_000_000);
                Thread.sleep(STATEMENT_PAUSE_MILLIS);
            }
        }
        return slowest;
    }
}
