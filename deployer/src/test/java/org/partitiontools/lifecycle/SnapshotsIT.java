package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGProperty;

/** Whatever snapshot a transaction has, it sees the rows that it would have seen without the job, before and after the swap. */
@PartitionToolsDatabase
class SnapshotsIT {

    private static final String KEY = "PRIMARY KEY (id, at)";
    private static final String REPEATABLE_READ = "REPEATABLE READ";

    private TestDatabase database;

    @BeforeEach
    void createDatabase(TestDatabase shared) throws SQLException {
        database = shared.fresh();
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @ParameterizedTest(name = "key: \"{0}\"")
    @ValueSource(strings = {KEY, ""})
    void anOlderSnapshotComesToTheTableOnlyAfterTheCopy(String key) throws Exception {
        January.create(database, key);
        try (Connection old = Sessions.transaction(database, REPEATABLE_READ, "SELECT 1"); JobSession session = JobSession.open(database)) {
            CompletableFuture<Void> running = Background.run(() -> session.execute(January.MERGE));
            settling();
            assertThat(Sessions.value(old, "SELECT count(*) FROM t")).isEqualTo("1000");
            assertThat(running).isNotDone();
            old.commit();
            running.join();
        }
        assertThat(rows()).isEqualTo("1000");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @ParameterizedTest(name = "key: \"{0}\"")
    @ValueSource(strings = {KEY, ""})
    void aWriterThatIsOlderThanTheSwapFindsItsRows(String key) throws Exception {
        January.create(database, key);
        long job = January.merge(database);
        Steps.until(database, job, "swap");
        try (Connection writer = Sessions.transaction(database, REPEATABLE_READ, "SELECT 1"); JobSession session = JobSession.open(database)) {
            database.execute("UPDATE t SET price = 11 WHERE id = 1", "DELETE FROM t WHERE id = 2", "INSERT INTO t VALUES (1001, '2025-01-05', 10, 'new')");
            session.start(job);
            assertThat(Sessions.value(writer, "SELECT count(*) || ' ' || sum(price) FROM t")).as("as of its snapshot").isEqualTo("1000 10000");
            try (Statement statement = writer.createStatement()) {
                assertThat(statement.executeUpdate("UPDATE t SET price = 12 WHERE id = 3")).isEqualTo(1);
                assertThat(statement.executeUpdate("DELETE FROM t WHERE id = 4")).isEqualTo(1);
                assertThatThrownBy(() -> statement.executeUpdate("UPDATE t SET price = 12 WHERE id = 1"))
                        .as("changed by somebody else since").hasMessageContaining("could not serialize access");
            }
            writer.rollback();
        }
        assertThat(database.queryForString("SELECT count(*) || ' ' || sum(price) FROM t")).isEqualTo("1000 10001");
    }

    /** Whose snapshot is older than the mirror, and who writes after it: recorded, caught up, and settled again. */
    @ParameterizedTest(name = "key: \"{0}\"")
    @ValueSource(strings = {KEY, ""})
    void aWriterOlderThanTheMirror(String key) throws Exception {
        January.create(database, key);
        long job = January.merge(database);
        Steps.until(database, job, "mirror");
        try (Connection old = Sessions.transaction(database, REPEATABLE_READ, "SELECT 1"); JobSession session = JobSession.open(database)) {
            CompletableFuture<Void> running = session.startInBackground(job);
            settling();
            Sessions.execute(old, "UPDATE t SET price = 20 WHERE id <= 10");
            Sessions.execute(old, "DELETE FROM t WHERE id = 500");
            Sessions.execute(old, "INSERT INTO t VALUES (500, '2025-01-30', 1, 'again')");
            old.commit();
            running.join();
        }
        assertThat(database.queryForString("SELECT count(*) || ' ' || sum(price) FROM t")).isEqualTo("1000 10091");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void aFunctionThatReadsLater() throws Exception {
        January.create(database, KEY);
        database.execute("""
                CREATE FUNCTION later() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
                BEGIN
                    PERFORM pg_advisory_xact_lock_shared(42);
                    RETURN (SELECT count(*) FROM t);
                END $$
                """);
        AtomicReference<String> seen = new AtomicReference<>();
        try (Connection gate = Sessions.transaction(database, "READ COMMITTED", "SELECT pg_advisory_xact_lock(42)");
                // Simple protocol: the statement and its transaction begin at the same moment.
                Connection reader = DriverManager.getConnection(database.url() + "&preferQueryMode=simple"); JobSession session = JobSession.open(database)) {
            CompletableFuture<Void> reading = Background.run(() -> seen.set(Sessions.value(reader, "SELECT later()")));
            Await.until("the reader", () -> !database.queryForStrings("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").isEmpty());
            CompletableFuture<Void> running = Background.run(() -> session.execute(January.MERGE));
            settling();
            gate.commit();
            reading.join();
            running.join();
        }
        assertThat(seen.get()).isEqualTo("1000");
    }

    @Test
    void whoMayNotSeeSnapshotsWaitsForAllTransactions() throws Exception {
        January.create(database, KEY);
        database.execute("CREATE ROLE snapshots_owner LOGIN", "ALTER TABLE t OWNER TO snapshots_owner", "ALTER TABLE t_a OWNER TO snapshots_owner",
                "ALTER TABLE t_b OWNER TO snapshots_owner", "ALTER TABLE t_d OWNER TO snapshots_owner", "GRANT CREATE ON SCHEMA public TO snapshots_owner",
                "CREATE ROLE snapshots_deployer", "ALTER FUNCTION partition_tools_internal.snapshots_open() OWNER TO snapshots_deployer",
                "GRANT USAGE ON SCHEMA partition_tools_internal TO snapshots_deployer", "GRANT partition_tools_operator TO snapshots_owner");
        try (Connection old = Sessions.transaction(database, REPEATABLE_READ, "SELECT 1"); JobSession session = JobSession.open(database)) {
            session.execute("SET SESSION AUTHORIZATION snapshots_owner");
            CompletableFuture<Void> running = Background.run(() -> session.execute(January.MERGE));
            settling();
            assertThat(Sessions.value(old, "SELECT count(*) FROM t")).isEqualTo("1000");
            old.commit();
            running.join();
        } finally {
            database.execute("DROP OWNED BY snapshots_owner, snapshots_deployer CASCADE", "DROP ROLE snapshots_owner, snapshots_deployer");
        }
    }

    @Test
    void anExportedSnapshotOfAReplicationSlot() throws Exception {
        January.create(database, KEY);
        Properties properties = new Properties();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        try (Connection exporter = DriverManager.getConnection(database.url(), properties); Connection importer = database.connect();
                JobSession session = JobSession.open(database); Statement command = exporter.createStatement()) {
            String snapshot;
            try (ResultSet slot = command.executeQuery("CREATE_REPLICATION_SLOT snapshots TEMPORARY LOGICAL pgoutput EXPORT_SNAPSHOT")) {
                slot.next();
                snapshot = slot.getString("snapshot_name");
            }
            CompletableFuture<Void> running = Background.run(() -> session.execute(January.MERGE));
            settling();
            importer.setAutoCommit(false);
            Sessions.execute(importer, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            Sessions.execute(importer, "SET TRANSACTION SNAPSHOT '" + snapshot + "'");
            assertThat(Sessions.value(importer, "SELECT count(*) FROM t")).isEqualTo("1000");
            importer.commit();
            command.execute("IDENTIFY_SYSTEM");
            running.join();
        }
        assertThat(rows()).isEqualTo("1000");
    }

    /** Which holds back the xmin of every snapshot, in this database as well. */
    @Test
    void aLongWriterInAnotherDatabaseIsNotWaitedFor(TestDatabase shared) throws Exception {
        January.create(database, KEY);
        try (Connection writer = Sessions.transaction(shared, "READ COMMITTED", "SELECT pg_current_xact_id()");
                Busy busy = new Busy(database, 2); JobSession session = JobSession.open(database, "snapshot_patience = '5s'")) {
            session.execute(January.MERGE);
            assertThat(busy.statements()).isPositive();
            writer.rollback();
        }
        assertThat(rows()).isEqualTo("1000");
    }

    @Test
    void patienceEndsWithTheNamesOfWhoIsWaitedFor() throws Exception {
        January.create(database, KEY);
        try (Connection old = Sessions.transaction(database, REPEATABLE_READ, "SELECT 'who is this'");
                JobSession session = JobSession.open(database, "snapshot_patience = '300ms'")) {
            assertThatThrownBy(() -> session.execute(January.MERGE)).isInstanceOfSatisfying(SQLException.class, e -> {
                assertThat(e.getSQLState()).isEqualTo("PP054");
                assertThat(e.getMessage()).contains("who is this");
            });
            old.commit();
            session.start(Long.parseLong(database.queryForString("SELECT max(job_id) FROM partition_tools.jobs")));
        }
        assertThat(rows()).isEqualTo("1000");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** A row and what it refers to, made and removed by transactions on both sides of the last change to staging. */
    @Test
    void noForeignKeyStandsInTheWayOfARepeatableReadWriter() throws Exception {
        January.create(database, KEY);
        database.execute("CREATE TABLE customers (id bigint PRIMARY KEY)", "INSERT INTO customers SELECT generate_series(1, 1000)",
                "ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES customers");
        long job = January.merge(database);
        Steps.until(database, job, "foreign_keys");
        try (Connection writer = Sessions.transaction(database, REPEATABLE_READ, "SELECT 1")) {
            database.execute("INSERT INTO customers VALUES (2001)", "INSERT INTO t VALUES (2001, '2025-01-07')");
            Steps.until(database, job, "swap");
            Sessions.execute(writer, "DELETE FROM t WHERE id = 7");
            Sessions.execute(writer, "DELETE FROM customers WHERE id = 7");
            writer.commit();
        }
        database.execute("DELETE FROM t WHERE id = 2001", "DELETE FROM customers WHERE id = 2001");
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        assertThat(rows()).isEqualTo("999");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    private void settling() throws Exception {
        Await.until("settling", () -> database.queryForStrings("SELECT 1 FROM partition_tools.jobs WHERE phase = 'settle'").size() == 1);
    }

    private String rows() throws SQLException {
        return database.queryForString("SELECT count(*) FROM t");
    }
}
