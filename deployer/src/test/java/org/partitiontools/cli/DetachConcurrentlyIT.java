package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.lifecycle.Leftovers;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/** A partition leaves a table whose readers never leave room for a lock: by a statement that only a client can send, however it is interrupted. */
@PartitionToolsDatabase(owner = true, each = true)
class DetachConcurrentlyIT {

    private static final int READERS = 3;
    private static final String AS_OF = "2026-08-15";
    private static final String ASKED = "ALTER TABLE public.logs DETACH PARTITION public.logs_2026_05 CONCURRENTLY;";
    private static final String PARTITIONS = "SELECT inhrelid::regclass::text || CASE WHEN inhdetachpending THEN ' detaching' ELSE '' END FROM pg_inherits WHERE inhparent = 'logs'::regclass ORDER BY 1";
    private static final String CHECKS = "SELECT conname FROM pg_constraint WHERE conrelid = 'logs_2026_05'::regclass AND contype = 'c' ORDER BY 1";

    private TestDatabase database;

    @TempDir
    private Path folder;

    @BeforeEach
    void fourMonths(TestDatabase fresh) throws SQLException {
        database = fresh;
        database.execute("CREATE TABLE logs (at timestamptz NOT NULL, id bigint, PRIMARY KEY (at, id)) PARTITION BY RANGE (at)",
                "CREATE TABLE logs_2026_05 PARTITION OF logs FOR VALUES FROM ('2026-05-01') TO ('2026-06-01')",
                "CREATE TABLE logs_2026_06 PARTITION OF logs FOR VALUES FROM ('2026-06-01') TO ('2026-07-01')",
                "CREATE TABLE logs_2026_07 PARTITION OF logs FOR VALUES FROM ('2026-07-01') TO ('2026-08-01')",
                "CREATE TABLE logs_2026_08 PARTITION OF logs FOR VALUES FROM ('2026-08-01') TO ('2026-09-01')",
                "INSERT INTO logs SELECT timestamptz '2026-05-01' + g * interval '2 hours', g FROM generate_series(1, 1200) AS g");
    }

    /** Where the job alone ends with PP050. */
    @Test
    void theCommandLinePassesReadersThatAlwaysOverlap() throws Exception {
        database.execute("ALTER TABLE logs_2026_05 ADD CONSTRAINT mine CHECK (id > 0)");
        try (Readers readers = new Readers()) {
            readers.awaitAll();
            long job = run("detach");
            assertThatThrownBy(() -> start(job, "detach = 'locked'", "lock_patience = '3s'", "lock_timeout = '50ms'")).satisfies(e -> state(e, "PP050"));

            Invocation run = invoke("detach", "partition_tools.detach_patience", "1s");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(readers.errors()).isEmpty();
        }
        assertThat(database.queryForStrings(PARTITIONS)).containsExactly("logs_2026_06", "logs_2026_07", "logs_2026_08");
        assertThat(database.queryForStrings(CHECKS)).containsExactly("mine");
        assertThat(database.queryForString("SELECT count(*) FROM logs_2026_05")).isEqualTo("371");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"detach", "drop"})
    void whoHasNoCommandLineIsToldTheStatement(String cleanup) throws Exception {
        long job = run(cleanup);
        assertThatThrownBy(() -> start(job, "detach = 'concurrently'")).satisfies(e -> {
            state(e, "PP099");
            assertThat(((PSQLException) e).getServerErrorMessage().getDetail()).isEqualTo(ASKED);
            assertThat(((PSQLException) e).getServerErrorMessage().getHint()).contains("CALL partition_tools.start(" + job + ")");
        });
        assertThat(database.queryForStrings("SELECT s FROM partition_tools_internal.client_statements(?) AS s", job)).containsExactly(ASKED.replace(";", ""));

        database.execute(ASKED);
        start(job);

        finished(job, cleanup);
        assertThat(database.queryForStrings("SELECT s FROM partition_tools_internal.client_statements(?) AS s", job)).isEmpty();
    }

    /** Nobody sends it: the next start does as it always did. */
    @Test
    void startedAgainItTriesTheLock() throws Exception {
        long job = run("drop");
        assertThatThrownBy(() -> start(job, "detach = 'concurrently'")).satisfies(e -> state(e, "PP099"));
        start(job);
        finished(job, "drop");
    }

    @Test
    void aReaderOfTheTableIsWaitedForAsLongAsTheSessionSays() throws Exception {
        long job = run("detach");
        try (Connection reader = reading()) {
            assertThatThrownBy(() -> start(job, "detach_patience = '1s'", "lock_timeout = '50ms'")).satisfies(e -> state(e, "PP099"));
            assertThatThrownBy(() -> start(job, "lock_patience = '1s'", "lock_timeout = '50ms'")).satisfies(e -> state(e, "PP099"));
            reader.commit();
        }
        start(job);
        finished(job, "detach");
    }

    /** Cancelled, killed, or out of time while it waits for a transaction that uses the table: the partition is hidden, and no plan shows it. */
    @ParameterizedTest
    @ValueSource(strings = {"pg_cancel_backend", "pg_terminate_backend"})
    void whatWasInterruptedIsFinishedByTheNextRun(String ending) throws Exception {
        long job = run("detach");
        assertThatThrownBy(() -> start(job, "detach = 'concurrently'")).satisfies(e -> state(e, "PP099"));
        try (Connection reader = reading()) {
            interruptDetach(ending);
            reader.commit();
        }
        assertThat(database.queryForStrings(PARTITIONS)).contains("logs_2026_05 detaching");
        assertThat(database.queryForStrings("SELECT hint FROM partition_tools.check_partitions('logs', ?::json, ?::timestamptz) WHERE finding = 'detach_pending'", policy("detach"), AS_OF))
                .singleElement().asString().contains("job " + job + " finishes it: CALL partition_tools.start(" + job + ")");
        assertThat(database.queryForStrings("SELECT * FROM partition_tools.plan('logs', ?::json, ?::timestamptz)", policy("detach"), AS_OF)).isEmpty();

        assertThat(run("detach")).isEqualTo(job);
        start(job);

        finished(job, "detach");
        assertThat(database.queryForStrings("SELECT 1 FROM partition_tools.run('logs', ?::json, ?::timestamptz)", policy("detach"), AS_OF)).isEmpty();
    }

    @Test
    void theCommandLineFinishesWhatWasInterrupted() throws Exception {
        long job = run("drop");
        assertThatThrownBy(() -> start(job, "detach = 'concurrently'")).satisfies(e -> state(e, "PP099"));
        try (Connection reader = reading()) {
            interruptDetach("pg_terminate_backend");
            reader.commit();
        }
        Invocation run = invoke("drop", "partition_tools.detach", "auto");
        assertThat(run.exitCode()).as(run.err()).isZero();
        finished(job, "drop");
    }

    /** Older snapshots than the interruption are waited for, and not forever. */
    @Test
    void finishingWaitsForOlderSnapshots() throws Exception {
        long job = run("drop");
        assertThatThrownBy(() -> start(job, "detach = 'concurrently'")).satisfies(e -> state(e, "PP099"));
        try (Connection reader = reading(); Connection other = database.connect()) {
            interruptDetach("pg_cancel_backend");
            assertThatThrownBy(() -> start(job, "lock_patience = '1s'")).satisfies(e -> state(e, "PP050"));
            assertThat(database.queryForStrings(PARTITIONS)).contains("logs_2026_05 detaching");
            CompletableFuture<Void> starting = Background.run(() -> execute(other, "CALL partition_tools.start(" + job + ")"));
            Await.until("the job waits", () -> !database.queryForStrings("SELECT 1 FROM pg_locks WHERE pid = ? AND NOT granted", other.unwrap(PGConnection.class).getBackendPID()).isEmpty());
            assertThat(starting).isNotDone();
            reader.commit();
            starting.join();
        }
        finished(job, "drop");
    }

    @Test
    void cancelledItStaysAsATable() throws Exception {
        long job = run("drop");
        assertThatThrownBy(() -> start(job, "detach = 'concurrently'")).satisfies(e -> state(e, "PP099"));
        try (Connection reader = reading()) {
            interruptDetach("pg_cancel_backend");
            reader.commit();
        }
        database.execute("CALL partition_tools.cancel(" + job + ")");
        assertThat(database.queryForStrings(PARTITIONS)).containsExactly("logs_2026_06", "logs_2026_07", "logs_2026_08");
        assertThat(database.queryForString("SELECT count(*) FROM logs_2026_05")).isEqualTo("371");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** Somebody has detached it, to keep it under another name. */
    @Test
    void aTableWithAnotherNameIsNotDropped() throws Exception {
        long job = run("drop");
        assertThatThrownBy(() -> start(job, "detach = 'concurrently'")).satisfies(e -> state(e, "PP099"));
        database.execute(ASKED, "ALTER TABLE logs_2026_05 RENAME TO kept");
        assertThatThrownBy(() -> start(job)).satisfies(e -> state(e, "PP080"));
        database.execute("CALL partition_tools.cancel(" + job + ")");
        assertThat(database.queryForString("SELECT count(*) FROM kept")).isEqualTo("371");
    }

    @Test
    void besideADefaultPartitionItGoesTheOrdinaryWay() throws Exception {
        database.execute("CREATE TABLE logs_default PARTITION OF logs DEFAULT");
        long job = run("drop");
        try (Connection reader = reading()) {
            assertThatThrownBy(() -> start(job, "detach = 'concurrently'", "lock_patience = '1s'", "lock_timeout = '50ms'")).satisfies(e -> state(e, "PP050"));
            reader.commit();
        }
        start(job, "detach = 'concurrently'");
        assertThat(database.queryForStrings(PARTITIONS)).containsExactly("logs_2026_06", "logs_2026_07", "logs_2026_08", "logs_default");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    private void finished(long job, String cleanup) throws SQLException {
        assertThat(database.queryForString("SELECT state FROM partition_tools.jobs WHERE job_id = ?", job)).isEqualTo("completed");
        assertThat(database.queryForStrings(PARTITIONS)).containsExactly("logs_2026_06", "logs_2026_07", "logs_2026_08");
        assertThat(Leftovers.in(database)).isEmpty();
        if (cleanup.equals("drop")) {
            assertThat(database.queryForString("SELECT to_regclass('logs_2026_05')")).isNull();
        } else {
            assertThat(database.queryForString("SELECT count(*) FROM logs_2026_05")).isEqualTo("371");
            assertThat(database.queryForStrings(CHECKS)).isEmpty();
        }
    }

    /** A transaction that has read all partitions. */
    private Connection reading() throws SQLException {
        Connection reader = database.connect();
        reader.setAutoCommit(false);
        execute(reader, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        execute(reader, "SELECT count(*) FROM logs");
        return reader;
    }

    /** Ends the statement while it waits for a reader. */
    private void interruptDetach(String ending) throws Exception {
        try (Connection detaching = database.connect()) {
            int pid = detaching.unwrap(PGConnection.class).getBackendPID();
            CompletableFuture<Void> sent = Background.run(() -> execute(detaching, ASKED));
            Await.until("it waits for the reader", () -> !database.queryForStrings("SELECT 1 FROM pg_locks WHERE pid = ? AND locktype = 'virtualxid' AND NOT granted", pid).isEmpty());
            database.execute("SELECT " + ending + "(" + pid + ")");
            assertThatThrownBy(sent::join).hasCauseInstanceOf(SQLException.class);
        }
        Await.until("it is left halfway", () -> database.queryForStrings(PARTITIONS).contains("logs_2026_05 detaching"));
    }

    private long run(String cleanup) throws SQLException {
        return Long.parseLong(database.queryForString("SELECT job_id FROM partition_tools.run('logs', ?::json, ?::timestamptz)", policy(cleanup), AS_OF));
    }

    private static String policy(String cleanup) {
        return "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"2 months\", \"cleanup_policy\": \"" + cleanup + "\"}]";
    }

    private void start(long job, String... settings) throws SQLException {
        try (Connection session = database.connect()) {
            execute(session, "SET statement_timeout = '100s'");
            for (String setting : settings) {
                execute(session, "SET partition_tools." + setting);
            }
            execute(session, "CALL partition_tools.start(" + job + ")");
        }
    }

    private Invocation invoke(String cleanup, String setting, String value) throws IOException, SQLException {
        // As an administrator would set it: for the role.
        String role = "ALTER ROLE " + TestDatabase.OWNER + " IN DATABASE \"" + database.name() + "\" ";
        database.asSuperuser().execute(role + "SET " + setting + " = '" + value + "'");
        try {
            Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                    kind: partitioning
                    api: v1
                    start_date: "%s"
                    connection_id: warehouse
                    schema: public
                    tables:
                      - table: logs
                        operations:
                          - operation: delete_partitions
                            upper_bound: 2 months
                            cleanup_policy: %s
                    """.formatted(AS_OF, cleanup));
            return Invocation.of("run", policy.toString(), "--as-of", AS_OF, "--url", database.url());
        } finally {
            database.asSuperuser().execute(role + "RESET " + setting);
        }
    }

    private static void state(Throwable e, String sqlstate) {
        assertThat(((SQLException) e).getSQLState()).as(e.getMessage()).isEqualTo(sqlstate);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Sessions whose queries never leave a gap: each begins in the middle of the others'. */
    private final class Readers implements AutoCloseable {

        private final AtomicBoolean ended = new AtomicBoolean();
        private final List<CompletableFuture<Void>> sessions = new ArrayList<>();

        Readers() {
            for (int i = 0; i < READERS; i++) {
                double offset = i / (double) READERS;
                sessions.add(Background.run(() -> {
                    try (Connection reader = database.connect()) {
                        execute(reader, "SELECT pg_sleep(" + offset + ")");
                        while (!ended.get()) {
                            execute(reader, "SELECT count(*) FROM logs, pg_sleep(1)");
                        }
                    }
                }));
            }
        }

        void awaitAll() throws SQLException, InterruptedException {
            Await.until("all read", () -> Integer.parseInt(database.queryForString("SELECT count(DISTINCT pid) FROM pg_locks WHERE relation = 'logs'::regclass AND granted")) >= READERS);
        }

        List<CompletableFuture<Void>> errors() {
            return sessions.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
        }

        @Override
        public void close() {
            ended.set(true);
            sessions.forEach(CompletableFuture::join);
        }
    }
}
