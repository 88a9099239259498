package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/** A job among sessions that hold what it wants, want what it holds, or change the table under it. */
@PartitionToolsDatabase(each = true)
class LocksIT {

    private static final int ROWS = 20_000;
    /** What partition_tools.lock_timeout allows, and what a slow machine may add. */
    private static final long MARGIN_MILLIS = 300 + 1500;
    private static final int STATEMENTS = 30;
    private static final long STATEMENT_PAUSE_MILLIS = 40;
    private static final String OTHER_POLICY = "{\"operations\": [{\"operation\": \"create_partitions\", \"granularity\": \"3 months\","
            + " \"lower_bound\": \"6 months\", \"upper_bound\": \"0 days\"}]}";
    private static final String WRITE = "INSERT INTO orders VALUES (nextval('ids'), '2026-02-02 00:00+00', 1, 1)";

    private TestDatabase database;
    private Orders orders;

    @BeforeEach
    void createTable(TestDatabase fresh) throws SQLException {
        database = fresh;
        orders = Orders.create(database, Shape.PRIMARY_KEY, ROWS, Operation.DRAIN.partitions());
        database.execute("CREATE SEQUENCE ids START 1000000");
    }

    @Sampled(2)
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "SELECT count(*) FROM orders",
        "SELECT FROM orders_default LIMIT 1",
        "SELECT FROM orders WHERE id = 1 FOR UPDATE",
        "UPDATE orders SET note = 'mine' WHERE id = 1"})
    void whoeverHoldsTheTableIsWaitedForInSlices(String holding) throws Exception {
        long job = job();
        Steps.until(database, job, "swap");
        try (Connection holder = transaction(holding); JobSession session = JobSession.open(database)) {
            CompletableFuture<Void> running = session.startInBackground(job);
            Await.lockWait(database, session.pid());
            assertThat(slowestOf("SELECT count(*) FROM orders WHERE id < 10", WRITE)).isLessThan(MARGIN_MILLIS);
            assertThat(running).isNotDone();
            holder.commit();
            running.join();
        }
        assertThat(Steps.state(database, job)).isEqualTo("completed");
        assertThat(Leftovers.in(database)).isEmpty();
        assertThat(orders.misplaced()).isEmpty();
    }

    /** Who holds the table without a key keeps the job waiting, and nobody else. */
    @Test
    void withoutAKeyNobodyWaitsLonger() throws Exception {
        orders = Orders.create(database, Shape.NO_KEY, ROWS, Operation.DRAIN.partitions());
        long job = job();
        Steps.until(database, job, "swap");
        try (Connection holder = transaction("SELECT count(*) FROM orders"); JobSession session = JobSession.open(database)) {
            CompletableFuture<Void> running = session.startInBackground(job);
            Await.lockWait(database, session.pid());
            assertThat(slowestOf(WRITE, "UPDATE orders SET amount = amount WHERE id = 5", "DELETE FROM orders WHERE id = -1")).isLessThan(MARGIN_MILLIS);
            assertThat(running).isNotDone();
            holder.commit();
            running.join();
        }
        assertThat(Steps.state(database, job)).isEqualTo("completed");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** However long the work before it took. */
    @Test
    void patienceCountsFromTheFirstWait() throws Exception {
        orders = Orders.create(database, Shape.PRIMARY_KEY, 3 * ROWS, Operation.DRAIN.partitions());
        long job = job();
        try (JobSession session = JobSession.open(database, "lock_patience = '2s'", "rows_per_second = 5000", "lock_timeout = '50ms'")) {
            CompletableFuture<Void> running = session.startInBackground(job);
            Await.until("three seconds of the copy", () -> running.isDone() || !database.queryForStrings(
                    "SELECT 1 FROM partition_tools.jobs WHERE job_id = ? AND phase = 'copy' AND elapsed > '3 s'", job).isEmpty());
            try (Connection holder = transaction("LOCK TABLE ONLY orders_default IN ACCESS EXCLUSIVE MODE")) {
                Await.lockWait(database, session.pid());
                Thread.sleep(500);
                holder.commit();
            }
            running.join();
        }
        completed(job);
    }

    @Test
    void patienceEndsWithTheNameOfWhoIsInTheWay() throws Exception {
        long job = job();
        Steps.until(database, job, "swap");
        try (Connection holder = transaction("SELECT count(*) FROM orders");
                JobSession session = JobSession.open(database, "lock_patience = '1s'")) {
            failure(() -> session.start(job), "PP050").hasMessageContaining("session " + pid(holder));
            assertThat(database.queryForString("SELECT detail FROM partition_tools.jobs WHERE job_id = ?", job))
                    .contains("session " + pid(holder));
            assertThat(Steps.state(database, job)).isEqualTo("failed");
            holder.commit();
            session.start(job);
        }
        completed(job);
    }

    /** Beside whoever reads the table, who is in nobody's way before the swap. */
    @Test
    void whoHoldsATableThatAForeignKeyRefersToIsNamed() throws Exception {
        database.execute("CREATE TABLE buyers (buyer int PRIMARY KEY)", "INSERT INTO buyers SELECT DISTINCT customer FROM orders WHERE customer IS NOT NULL",
                "ALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES buyers");
        long job = job();
        Steps.until(database, job, "foreign_keys");
        try (Connection reader = transaction("SELECT count(*) FROM orders"); Connection holder = transaction("DELETE FROM buyers WHERE buyer = -1");
                JobSession session = JobSession.open(database, "lock_patience = '1s'")) {
            failure(() -> session.start(job), "PP050").hasMessageContaining("session " + pid(holder)).hasMessageContaining("RowExclusiveLock on public.buyers");
            holder.commit();
            reader.commit();
            session.start(job);
        }
        completed(job);
    }

    @Test
    void aPreparedTransactionInTheWayIsNamed() throws Exception {
        database.execute("DROP TABLE orders", "CREATE TABLE orders (id bigint, at timestamptz, customer int, amount int) PARTITION BY RANGE (at)",
                "CREATE TABLE orders_old PARTITION OF orders FOR VALUES FROM ('2020-01-01 00:00+00') TO ('2020-02-01 00:00+00')");
        long job = Operation.run(database, "{\"cleanup_limit\": 100, \"operations\": [{\"operation\": \"delete_partitions\", \"upper_bound\": \"1 year\"}]}").get(0);
        try (Connection idle = transaction("SET application_name = 'forgotten script'", "SELECT count(*) FROM orders_old");
                Connection other = transaction("INSERT INTO orders_old VALUES (7, '2020-01-02 00:00+00', 1, 1)", "PREPARE TRANSACTION 'half done'");
                JobSession session = JobSession.open(database, "lock_patience = '1s'")) {
            failure(() -> session.start(job), "PP050")
                    .hasMessageContaining("prepared transaction 'half done' (postgres, prepared at ")
                    .hasMessageContaining("session " + pid(idle) + " (postgres, application forgotten script, idle in transaction since ")
                    .hasMessageContaining("AccessShareLock on public.orders_old").hasMessageContaining("SELECT count(*) FROM orders_old");
            other.setAutoCommit(true);
            Sessions.execute(other, "ROLLBACK PREPARED 'half done'");
        }
    }

    /** pg_read_all_stats is not everybody's; who holds the lock is. */
    @Test
    void whatMayNotBeSeenIsSaidToBeHidden() throws Exception {
        database.execute("CREATE ROLE looker", "GRANT partition_tools_operator TO looker");
        try (Connection holder = transaction("SET application_name = 'report'", "SELECT count(*) FROM orders"); Connection looker = database.connect();
                Statement looking = looker.createStatement()) {
            looking.execute("SET ROLE looker");
            try (ResultSet row = looking.executeQuery("SELECT partition_tools_internal.lock_holder(" + pid(holder) + ", NULL)")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("session " + pid(holder) + " (postgres, application report, what it does is hidden from looker)");
            }
        } finally {
            database.execute("DROP ROLE looker");
        }
    }

    @Test
    void aVacuumHoldsUpTheJobAndNobodyElse() throws Exception {
        long job = job();
        Steps.until(database, job, "swap");
        database.execute("DELETE FROM orders WHERE id % 3 = 0", "DELETE FROM truth WHERE id % 3 = 0");
        try (JobSession vacuum = JobSession.open(database); JobSession session = JobSession.open(database)) {
            vacuum.execute("SET vacuum_cost_delay = 100");
            vacuum.execute("SET vacuum_cost_limit = 1");
            CompletableFuture<Void> vacuuming = Background.run(() -> vacuum.execute("VACUUM orders_default"));
            Await.until("VACUUM", () -> holds(vacuum.pid(), "orders_default"));
            CompletableFuture<Void> running = session.startInBackground(job);
            Await.lockWait(database, session.pid());
            assertThat(slowestOf("SELECT count(*) FROM orders WHERE id < 10", WRITE)).isLessThan(MARGIN_MILLIS);
            database.query("SELECT pg_cancel_backend(?)", vacuum.pid());
            vacuuming.handle((nothing, error) -> null).join();
            running.join();
        }
        assertThat(Steps.state(database, job)).isEqualTo("completed");
    }

    @Test
    void aReaderThatTurnsToWritingIsNoDeadlock() throws Exception {
        orders = Orders.create(database, Shape.NO_KEY, ROWS, Operation.DRAIN.partitions());
        long job = job();
        Steps.until(database, job, "swap");
        try (Connection application = transaction("SELECT count(*) FROM orders"); JobSession session = JobSession.open(database)) {
            CompletableFuture<Void> running = session.startInBackground(job);
            Await.lockWait(database, session.pid());
            Sessions.execute(application, "UPDATE orders SET amount = 0 WHERE id = 7");
            Sessions.execute(application, "UPDATE truth SET amount = 0 WHERE id = 7");
            application.commit();
            running.join();
        }
        completed(job);
    }

    @Test
    void twoRunsOfOneTable() throws Exception {
        long first = job();
        long second = Operation.run(database, OTHER_POLICY).get(0);
        Steps.until(database, first, "swap");
        try (Connection holder = transaction("SELECT count(*) FROM orders");
                JobSession one = JobSession.open(database); JobSession two = JobSession.open(database)) {
            CompletableFuture<Void> running = one.startInBackground(first);
            Await.lockWait(database, one.pid());
            failure(() -> two.start(second), "PP052").hasMessageContaining("Session " + one.pid());
            holder.commit();
            running.join();
        }
        completed(first);
    }

    /** What it planned is there no more: a clear error, and nothing changed. */
    @Test
    void aRunThatAnotherHasOvertaken() throws Exception {
        long first = job();
        long second = Operation.run(database, OTHER_POLICY).get(0);
        try (JobSession session = JobSession.open(database)) {
            session.start(first);
            List<String> partitions = orders.partitions();
            failure(() -> session.start(second), "PP020");
            session.cancel(second);
            assertThat(orders.partitions()).isEqualTo(partitions);
        }
        completed(first);
    }

    @Test
    void aJobDoesThoseBeforeIt() throws Exception {
        orders = Orders.create(database, Shape.PRIMARY_KEY, ROWS, Operation.MERGE.partitions());
        List<Long> jobs = Operation.run(database, Operation.MERGE.policy().replace("2 months", "1 month"));
        assertThat(jobs).hasSize(3);
        try (JobSession session = JobSession.open(database)) {
            session.start(jobs.get(1));
        }
        assertThat(Steps.state(database, jobs.get(0))).isEqualTo("completed");
        assertThat(Steps.state(database, jobs.get(1))).isEqualTo("completed");
        assertThat(Steps.state(database, jobs.get(2))).isEqualTo("pending");
    }

    @Test
    void twoSessionsStartOneJob() throws Exception {
        long job = job();
        Steps.until(database, job, "swap");
        try (Connection holder = transaction("SELECT count(*) FROM orders");
                JobSession one = JobSession.open(database); JobSession two = JobSession.open(database)) {
            CompletableFuture<Void> first = one.startInBackground(job);
            Await.lockWait(database, one.pid());
            CompletableFuture<Void> second = two.startInBackground(job);
            holder.commit();
            first.join();
            second.join();
            assertThat(two.messages()).anyMatch(message -> message.equals("job " + job + " is completed already"));
        }
        completed(job);
    }

    @Test
    void aTruncateDuringTheCopyIsNoticed() throws Exception {
        long job = job();
        Steps.until(database, job, "reconcile");
        database.execute("TRUNCATE orders", "TRUNCATE truth", WRITE, "INSERT INTO truth SELECT id, at, customer, amount, note FROM orders");
        restartsAfter(job, "PP040");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "ALTER TABLE orders ADD COLUMN added int DEFAULT 7",
        "ALTER TABLE orders ADD CHECK (amount > -1000000000)",
        "ALTER TABLE orders_default DISABLE TRIGGER ALL; ALTER TABLE orders_default ENABLE TRIGGER ALL"})
    void aChangedDefinitionIsNoticed(String change) throws Exception {
        long job = job();
        Steps.until(database, job, "catch_up");
        database.execute(change);
        restartsAfter(job, "PP041");
        if (change.contains("added")) {
            assertThat(database.queryForString("SELECT count(*) FROM orders WHERE added = 7")).isEqualTo(String.valueOf(ROWS));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"CREATE INDEX ON orders (amount)", "ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'none'"})
    void whatTheCopyFitsIsTakenOver(String change) throws Exception {
        long job = job();
        Steps.until(database, job, "catch_up");
        database.execute(change);
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        completed(job);
        assertThat(database.queryForStrings("SELECT relid::regclass FROM pg_partition_tree('orders') WHERE isleaf AND"
                + " (SELECT count(*) FROM pg_index WHERE indrelid = relid) <> (SELECT count(*) FROM pg_index WHERE indrelid = 'orders'::regclass)"))
                .as("partitions without the index").isEmpty();
    }

    @Sampled(3)
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"VACUUM FULL orders_default", "ALTER TABLE orders_default SET TABLESPACE cold", "CLUSTER orders_default USING orders_default_pkey"})
    void aRewriteDuringTheCopyIsNoticed(String rewrite) throws Exception {
        orders = Orders.create(database, Shape.PRIMARY_KEY, 3 * ROWS, Operation.DRAIN.partitions());
        // Rows from the end would move to the beginning, which is copied already.
        database.execute("DELETE FROM orders WHERE id < 40000", "DELETE FROM truth WHERE id < 40000");
        long job = job();
        Steps.until(database, job, "copy");
        try (Steps steps = Steps.of(database, job)) {
            steps.next();
        }
        assertThat(Steps.phase(database, job)).as("only part of it is copied").isEqualTo("copy");
        database.execute(rewrite);
        restartsAfter(job, "PP041");
    }

    @Test
    void valuesThatPassFromRowToRow() throws Exception {
        database.execute("ALTER TABLE orders ADD UNIQUE (amount, at)");
        long job = job();
        Steps.until(database, job, "catch_up");
        for (String table : List.of("orders", "truth")) {
            database.execute("UPDATE " + table + " SET amount = amount + 1000000", "UPDATE " + table + " SET amount = amount - 999999");
        }
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        completed(job);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void theIsolationLevelOfTheSessionDoesNotMatter(String level) throws Exception {
        long job = job();
        Steps.until(database, job, "swap");
        try (Connection application = transaction("UPDATE orders SET note = 'late' WHERE id <= 100");
                JobSession session = JobSession.open(database, "lock_timeout = '20s'")) {
            Sessions.execute(application, "UPDATE truth SET note = 'late' WHERE id <= 100");
            session.execute("SET default_transaction_isolation = '" + level + "'");
            CompletableFuture<Void> running = session.startInBackground(job);
            Await.lockWait(database, session.pid());
            application.commit();
            running.join();
        }
        completed(job);
    }

    @Test
    void aRowForAPartitionThatIsBeingAttached() throws Exception {
        long job = Operation.ATTACH.run(database).get(0);
        Steps.until(database, job, "swap");
        String insert = "INSERT INTO %s (id, at, customer, amount) VALUES (-1, '2026-08-08 00:00+00', 1, 1)";
        try (Connection reader = transaction("SELECT FROM ONLY orders_default LIMIT 1");
                JobSession session = JobSession.open(database, "lock_timeout = '20s'"); JobSession application = JobSession.open(database)) {
            CompletableFuture<Void> running = session.startInBackground(job);
            Await.lockWait(database, session.pid());
            CompletableFuture<Void> writing = Background.run(() -> application.execute(insert.formatted("orders")));
            Await.lockWait(database, application.pid());
            reader.commit();
            running.join();
            writing.join();
        }
        database.execute(insert.formatted("truth"));
        completed(job);
        assertThat(orders.misplaced()).isEmpty();
    }

    @Test
    void aRowThatArrivesInTheDefaultPartitionAfterThePlan() throws Exception {
        long job = Operation.ATTACH.run(database).get(0);
        for (String table : List.of("orders", "truth")) {
            database.execute("INSERT INTO " + table + " (id, at, customer, amount) VALUES (-1, '2026-08-08 00:00+00', 1, 1)");
        }
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        completed(job);
        assertThat(orders.misplaced()).isEmpty();
    }

    @Test
    void aJobIsCancelledFromAnotherSession() throws Exception {
        List<String> before = orders.definition();
        long job = job();
        try (JobSession session = JobSession.open(database, "rows_per_second = 1000", "batch_ms = 5"); JobSession other = JobSession.open(database)) {
            CompletableFuture<Void> running = session.startInBackground(job);
            Await.until("the copy", () -> "copy".equals(Steps.phase(database, job)));
            other.cancel(job);
            failure(running::join, "57014");
            session.execute("SELECT 1");
        }
        assertThat(Steps.state(database, job)).isEqualTo("cancelled");
        assertThat(orders.definition()).isEqualTo(before);
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void aTimeoutWhileWaitingLeavesNothingLocked() throws Exception {
        long job = job();
        Steps.until(database, job, "swap");
        try (Connection holder = transaction("SELECT count(*) FROM orders"); JobSession session = JobSession.open(database)) {
            session.execute("SET statement_timeout = '1s'");
            failure(() -> session.start(job), "57014");
            assertThat(locks(session.pid())).isEmpty();
            assertThat(Steps.state(database, job)).isEqualTo("failed");
            holder.commit();
            session.execute("SET statement_timeout = 0");
            session.start(job);
        }
        completed(job);
    }

    @Sampled(3)
    @ParameterizedTest(name = "after {0} ms")
    @ValueSource(ints = {1, 5, 20, 60, 150})
    void aTimeoutAtAnyPoint(int millis) throws Exception {
        long job = job();
        try (JobSession session = JobSession.open(database, "batch_ms = 5")) {
            session.execute("SET statement_timeout = " + millis);
            try {
                session.start(job);
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("57014");
            }
            session.execute("SET statement_timeout = 0");
            session.start(job);
        }
        Await.until("the session to go", () -> database.queryForStrings("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'").isEmpty());
        completed(job);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"CALL partition_tools.start(%d)", "CALL partition_tools.cancel(%d)",
        "CALL partition_tools.create_partitions('orders', '1 month', '6 months', '0 days')",
        "CALL partition_tools.repartition('orders', ARRAY['orders_default'::regclass], ARRAY['2026-01-01', '2026-02-01'])"})
    void insideATransactionBlockNothingHappens(String call) throws Exception {
        List<String> before = orders.definition();
        long job = job();
        String jobs = database.queryForString("SELECT count(*) FROM partition_tools.jobs");
        try (Connection connection = transaction("SELECT 1")) {
            failure(() -> Sessions.execute(connection, call.formatted(job)), "2D000");
            connection.rollback();
            assertThat(locks(pid(connection))).isEmpty();
        }
        assertThat(Steps.state(database, job)).isEqualTo("pending");
        assertThat(database.queryForString("SELECT count(*) FROM partition_tools.jobs")).isEqualTo(jobs);
        assertThat(orders.definition()).isEqualTo(before);
    }

    @Test
    void aReferencedRowCanBeDeletedWhileTheCopyHasTheKey() throws Exception {
        database.execute("INSERT INTO customers VALUES (777)", "UPDATE orders SET customer = 777 WHERE id IN (5, 6)",
                "UPDATE truth SET customer = 777 WHERE id IN (5, 6)");
        long job = job();
        Steps.until(database, job, "validate_keys");
        database.execute("DELETE FROM orders WHERE id = 5; DELETE FROM truth WHERE id = 5", "UPDATE orders SET customer = 1 WHERE id = 6",
                "UPDATE truth SET customer = 1 WHERE id = 6", "DELETE FROM customers WHERE id = 777");
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        completed(job);
        failure(() -> database.execute("DELETE FROM customers WHERE id = 1"), "23503");
    }

    @Test
    void foreignKeysThatPointAtTheTable() throws Exception {
        database.execute("CREATE TABLE payments (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES orders)",
                "INSERT INTO payments SELECT id, at FROM orders WHERE id < 500");
        List<String> before = orders.definition();
        long refused = job();
        try (JobSession session = JobSession.open(database)) {
            failure(() -> session.start(refused), "PP022");
            assertThat(orders.definition()).isEqualTo(before);
            session.cancel(refused);
            long job = Operation.run(database, Operation.DRAIN.policy().replaceFirst("\\{", "{\"incoming_foreign_keys\": \"recreate\", ")).get(0);
            session.start(job);
            completed(job);
        }
        failure(() -> database.execute("DELETE FROM orders WHERE id = 7"), "23503");
        failure(() -> database.execute("INSERT INTO payments VALUES (-5, '2026-02-02')"), "23503");
    }

    @Test
    void anUndoDoesNotQueueOthersEither() throws Exception {
        long job = job();
        Steps.until(database, job, "reconcile");
        database.execute("TRUNCATE orders", "TRUNCATE truth");
        try (Connection holder = transaction("SELECT count(*) FROM orders"); JobSession session = JobSession.open(database)) {
            CompletableFuture<Void> running = session.startInBackground(job).handle((nothing, error) -> null);
            assertThat(slowestOf("SELECT count(*) FROM orders")).isLessThan(MARGIN_MILLIS);
            holder.commit();
            running.join();
            session.start(job);
        }
        completed(job);
    }

    /** A snapshot from before the copy would find the new partitions empty. */
    @Test
    void anOldSnapshotSeesItsRows() throws Exception {
        long job = job();
        try (Connection old = transaction("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"); JobSession session = JobSession.open(database)) {
            Sessions.execute(old, "SELECT FROM customers");
            CompletableFuture<Void> running = session.startInBackground(job);
            Await.until("settling", () -> "settle".equals(Steps.phase(database, job)));
            assertThat(Orders.differences(old)).isZero();
            old.commit();
            running.join();
        }
        completed(job);
    }

    private long job() throws SQLException {
        return Operation.DRAIN.run(database).get(0);
    }

    private void completed(long job) throws SQLException {
        assertThat(Steps.state(database, job)).isEqualTo("completed");
        assertThat(orders.differences()).as("rows in one table only").isZero();
        assertThat(Leftovers.in(database)).isEmpty();
    }

    private void restartsAfter(long job, String state) throws SQLException {
        try (JobSession session = JobSession.open(database)) {
            failure(() -> session.start(job), state);
            assertThat(locks(session.pid())).isEmpty();
            session.start(job);
        }
        completed(job);
    }

    private Connection transaction(String... statements) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        for (String sql : statements) {
            Sessions.execute(connection, sql);
        }
        return connection;
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private List<String> locks(int pid) throws SQLException {
        return database.queryForStrings("SELECT locktype || ' ' || coalesce(relation::regclass::text, objid::text) FROM pg_locks"
                + " WHERE pid = ? AND locktype IN ('advisory', 'relation')", pid);
    }

    private boolean holds(int pid, String table) throws SQLException {
        return !database.queryForStrings("SELECT 1 FROM pg_locks WHERE pid = ? AND relation = ?::regclass AND granted", pid, table).isEmpty();
    }

    /** Milliseconds of the slowest of some statements in a session of its own. */
    private long slowestOf(String... statements) throws SQLException, InterruptedException {
        long slowest = 0;
        try (Connection connection = database.connect()) {
            for (int i = 0; i < STATEMENTS; i++) {
                long start = System.nanoTime();
                Sessions.execute(connection, statements[i % statements.length]);
                slowest = Math.max(slowest, (System.nanoTime() - start) / 1_000_000);
                Thread.sleep(STATEMENT_PAUSE_MILLIS);
            }
        }
        return slowest;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> failure(ThrowingCallable call, String state) {
        return assertThatThrownBy(call)
                .extracting(error -> error instanceof PSQLException ? error : error.getCause())
                .asInstanceOf(throwable(PSQLException.class))
                .satisfies(error -> assertThat(error.getSQLState()).as(error.getMessage()).isEqualTo(state));
    }
}
