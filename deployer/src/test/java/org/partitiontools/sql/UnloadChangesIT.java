package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.lifecycle.Sessions;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.ServerErrorMessage;

/** Whatever happens to a partition while it is unloaded: no archive is listed that lacks it, and no row is lost. */
@PartitionToolsDatabase
class UnloadChangesIT {

    private static final String INSERT = "INSERT INTO %s (id, at, note, amount) VALUES (-1, '2026-01-15 00:30+00', 'late', 1)";

    private TestDatabase database;
    private Archived orders;
    private Archives archives;

    private void create(TestDatabase any, String key) throws SQLException {
        database = any.fresh();
        orders = Archived.create(database, key);
        archives = new Archives(database);
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Sampled(3)
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        INSERT,
        "UPDATE %s SET note = 'late' WHERE id = 100",
        "UPDATE %s SET amount = amount + 1",
        "DELETE FROM %s WHERE id = 100",
        "UPDATE %s SET at = at + interval '1 month' WHERE id = 100",
        "UPDATE %s SET at = '2026-01-01 00:30+00' WHERE id = 3000"})
    void aChangedRowFailsTheSwap(String change, TestDatabase any) throws Exception {
        create(any, "PRIMARY KEY (id, at)");
        failsAfter(change);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {INSERT, "UPDATE %s SET note = 'late' WHERE id = 100", "DELETE FROM %s WHERE id = 100"})
    void withoutAKeyToo(String change, TestDatabase any) throws Exception {
        create(any, "CHECK (id <> 0)");
        failsAfter(change);
    }

    private void failsAfter(String change) throws Exception {
        long job = orders.job();
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            String result = session.upload(job);
            orders.change(change);
            ServerErrorMessage error = SqlErrors.raised("PP071", () -> session.done(job, result));
            assertThat(error.getMessage()).contains("sales.orders_2026_01");
        }
        nothingHasHappened(job);
        // The next attempt has the change.
        archives.unload(job);
        inTheArchives();
    }

    @Sampled(4)
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "TRUNCATE sales.orders_2026_01",
        "BEGIN; TRUNCATE sales.orders_2026_01; INSERT INTO sales.orders_2026_01 SELECT id, at, note, amount FROM truth WHERE at < '2026-02-01 00:00+00'; COMMIT",
        "SET session_replication_role = replica; DELETE FROM sales.orders WHERE id = 100",
        "SET default_transaction_isolation = serializable; UPDATE sales.orders_2026_01 SET note = 'late' WHERE id = 100",
        "BEGIN; SAVEPOINT s; UPDATE sales.orders SET note = 'a' WHERE id = 1; ROLLBACK TO s; UPDATE sales.orders SET note = 'b' WHERE id = 2; COMMIT",
        "DO $$ BEGIN BEGIN UPDATE sales.orders SET note = 'a' WHERE id = 1; RAISE division_by_zero; EXCEPTION WHEN division_by_zero THEN NULL; END; DELETE FROM sales.orders WHERE id = 1; END $$",
        "VACUUM FULL sales.orders_2026_01",
        "ALTER TABLE sales.orders ADD COLUMN added int DEFAULT 7",
        "ALTER TABLE sales.orders RENAME COLUMN note TO remark",
        "ALTER TABLE sales.orders ALTER COLUMN note TYPE varchar",
        "ALTER TABLE sales.orders_2026_01 ENABLE ROW LEVEL SECURITY"})
    void whateverElseMakesTheArchiveWrong(String change, TestDatabase any) throws Exception {
        create(any, "PRIMARY KEY (id, at)");
        long job = orders.job();
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            String result = session.upload(job);
            database.execute(change);
            SqlErrors.raised("PP071", () -> session.done(job, result));
        }
        assertThat(orders.archives()).isEmpty();
        assertThat(orders.hasPartition(Archived.JANUARY)).isTrue();
        assertThat(orders.leftovers()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "ALTER TABLE sales.orders_2026_01 DISABLE TRIGGER ALL; ALTER TABLE sales.orders_2026_01 ENABLE TRIGGER ALL",
        "ALTER TABLE sales.orders DETACH PARTITION sales.orders_2026_01",
        "DROP TABLE sales.orders_2026_01"})
    void whatCannotBeWatchedAnyMore(String change, TestDatabase any) throws Exception {
        create(any, "PRIMARY KEY (id, at)");
        long job = orders.job();
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            String result = session.upload(job);
            database.execute(change);
            SqlErrors.raised("PP041", () -> session.done(job, result));
        }
        assertThat(orders.archives()).isEmpty();
        assertThat(orders.leftovers()).isEmpty();
    }

    @Sampled(3)
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "BEGIN; DELETE FROM sales.orders; ROLLBACK",
        "UPDATE sales.orders SET note = 'x' WHERE id = 3000; UPDATE truth SET note = 'x' WHERE id = 3000",
        "CREATE INDEX ON sales.orders (note)",
        "GRANT SELECT ON sales.orders TO PUBLIC",
        "VACUUM ANALYZE sales.orders",
        "CREATE TABLE sales.later PARTITION OF sales.orders FOR VALUES FROM ('2027-01-01') TO ('2027-02-01')"})
    void whatDoesNotTouchItsRowsDoesNoHarm(String change, TestDatabase any) throws Exception {
        create(any, "PRIMARY KEY (id, at)");
        long job = orders.job();
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            String result = session.upload(job);
            database.execute(change.startsWith("VACUUM") ? new String[] {change} : change.split("; (?=UPDATE truth)"));
            session.done(job, result);
        }
        inTheArchives();
    }

    @Test
    void aTransactionThatIsOlderThanTheTriggerIsNoticed(TestDatabase any) throws Exception {
        create(any, "PRIMARY KEY (id, at)");
        long job = orders.job();
        try (Connection old = database.connect(); Archives.Session session = archives.session()) {
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            old.setAutoCommit(false);
            Sessions.execute(old, "SELECT count(*) FROM truth");
            session.begin(job);
            String result = session.upload(job);
            Sessions.execute(old, INSERT.formatted("sales.orders"));
            Sessions.execute(old, INSERT.formatted("truth"));
            old.commit();
            SqlErrors.raised("PP071", () -> session.done(job, result));
        }
        nothingHasHappened(job);
    }

    @Test
    void aWriterInFlightIsWaitedForAndInTheArchive(TestDatabase any) throws Exception {
        create(any, "PRIMARY KEY (id, at)");
        long job = orders.job();
        try (Connection writer = database.connect(); Archives.Session session = archives.session()) {
            writer.setAutoCommit(false);
            Sessions.execute(writer, INSERT.formatted("sales.orders"));
            Sessions.execute(writer, INSERT.formatted("truth"));
            CompletableFuture<Void> beginning = Background.run(() -> session.begin(job));
            Await.lockWait(database, session.pid());
            writer.commit();
            beginning.join();
            session.done(job, session.upload(job));
        }
        inTheArchives();
        assertThat(database.queryForString("SELECT rows FROM partition_tools.archives")).isEqualTo("745");
    }

    @Test
    void aWriterInFlightAtTheSwapIsWaitedForAndNoticed(TestDatabase any) throws Exception {
        create(any, "PRIMARY KEY (id, at)");
        long job = orders.job();
        try (Connection writer = database.connect(); Archives.Session session = archives.session()) {
            session.begin(job);
            String result = session.upload(job);
            writer.setAutoCommit(false);
            Sessions.execute(writer, INSERT.formatted("sales.orders"));
            Sessions.execute(writer, INSERT.formatted("truth"));
            CompletableFuture<ServerErrorMessage> ending = new CompletableFuture<>();
            Background.run(() -> ending.complete(SqlErrors.raised("PP071", () -> session.done(job, result))))
                    .whenComplete((nothing, error) -> {
                        if (error != null) {
                            ending.completeExceptionally(error);
                        }
                    });
            Await.lockWait(database, session.pid());
            writer.commit();
            ending.join();
        }
        nothingHasHappened(job);
    }

    /** It waits for the partition while that leaves the table: the row must not go into what is dropped next. */
    @Test
    void aWriterToThePartitionItselfIsRefusedOnceItIsArchived(TestDatabase any) throws Exception {
        create(any, "PRIMARY KEY (id, at)");
        long job = orders.job();
        try (Connection reader = database.connect(); Connection writer = database.connect(); Archives.Session session = archives.session()) {
            session.execute("SET partition_tools.lock_timeout = '20s'");
            session.begin(job);
            String result = session.upload(job);
            reader.setAutoCommit(false);
            Sessions.execute(reader, "SELECT FROM sales.orders_2026_01 LIMIT 1");
            CompletableFuture<Void> ending = Background.run(() -> session.done(job, result));
            Await.lockWait(database, session.pid());
            int pid = writer.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            CompletableFuture<Void> writing = Background.run(() -> Sessions.execute(writer, INSERT.formatted("sales.orders_2026_01")));
            Await.lockWait(database, pid);
            reader.commit();
            ending.join();
            assertThat(writing.handle((nothing, error) -> ((SQLException) error).getSQLState()).join()).isEqualTo("42P01");
        }
        inTheArchives();
    }

    private void nothingHasHappened(long job) throws SQLException {
        assertThat(orders.state(job)).isEqualTo("failed");
        assertThat(orders.archives()).isEmpty();
        assertThat(orders.hasPartition(Archived.JANUARY)).isTrue();
        assertThat(orders.differences()).isZero();
        assertThat(orders.leftovers()).isEmpty();
    }

    /** January is in the archives, with the rows that it has to have; the table has the others. */
    private void inTheArchives() throws Exception {
        assertThat(orders.archives()).containsExactly(Archived.JANUARY);
        assertThat(orders.hasPartition(Archived.JANUARY)).isFalse();
        assertThat(orders.differencesWithoutJanuary()).isZero();
        assertThat(orders.leftovers()).isEmpty();
        archives.restore(archives.restoreJob(Archived.JANUARY, "public.january"));
        assertThat(database.queryForString("SELECT count(*) FROM (SELECT id, at, note, amount FROM january EXCEPT ALL"
                + " SELECT id, at, note, amount FROM truth WHERE at < '2026-02-01 00:00+00') AS d")).isEqualTo("0");
        assertThat(database.queryForString("SELECT count(*) FROM january"))
                .isEqualTo(database.queryForString("SELECT count(*) FROM truth WHERE at < '2026-02-01 00:00+00'"));
    }
}
