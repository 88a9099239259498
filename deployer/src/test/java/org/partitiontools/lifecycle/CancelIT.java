package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A cancellation counts from the moment it is asked for; and its last words are what became of the job. */
@PartitionToolsDatabase(each = true)
class CancelIT {

    private static final int RACES = 40;

    private TestDatabase database;
    private List<Long> jobs;

    @BeforeEach
    void threeOldPartitions(TestDatabase fresh) throws SQLException {
        database = fresh;
        database.execute("CREATE TABLE logs (at date NOT NULL, id bigint, PRIMARY KEY (at, id)) PARTITION BY RANGE (at)",
                "CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')",
                "CREATE TABLE logs_2 PARTITION OF logs FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')",
                "CREATE TABLE logs_3 PARTITION OF logs FOR VALUES FROM ('2024-03-01') TO ('2024-04-01')",
                "INSERT INTO logs SELECT date '2024-01-01' + g % 90, g FROM generate_series(1, 900) AS g");
        jobs = run();
    }

    @Test
    void aPendingJobIsCancelledWhileAnotherOfItsRunIsExecuted() throws Exception {
        try (Connection reader = database.connect(); JobSession runner = JobSession.open(database); JobSession other = JobSession.open(database)) {
            reader.setAutoCommit(false);
            Sessions.execute(reader, "SELECT count(*) FROM logs_1");
            CompletableFuture<Void> running = Background.run(() -> {
                for (long job : jobs) {
                    runner.start(job);
                }
            });
            Await.lockWait(database, runner.pid());

            other.cancel(jobs.get(1));

            assertThat(Steps.state(database, jobs.get(1))).isEqualTo("cancelled");
            assertThat(running).isNotDone();
            reader.commit();
            running.join();
        }
        assertThat(partitions()).containsExactly("logs_2");
        assertThat(states()).containsExactly("completed", "cancelled", "completed");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** The session goes on at once with the next job, which first does those before it that are not finished. */
    @Test
    void aJobThatIsCancelledWhileItIsExecutedIsNotTakenUpAgain() throws Exception {
        try (Connection reader = database.connect(); JobSession runner = JobSession.open(database); JobSession other = JobSession.open(database)) {
            runner.start(jobs.get(0));
            reader.setAutoCommit(false);
            Sessions.execute(reader, "SELECT count(*) FROM logs_2");
            CompletableFuture<Void> running = Background.run(() -> {
                assertThatThrownBy(() -> runner.start(jobs.get(1))).hasMessageContaining("cancel");
                runner.start(jobs.get(2));
            });
            Await.lockWait(database, runner.pid());
            CompletableFuture<Void> cancelling = Background.run(() -> other.cancel(jobs.get(1)));
            running.join();
            cancelling.join();
        }
        assertThat(states()).containsExactly("completed", "cancelled", "completed");
        assertThat(partitions()).containsExactly("logs_2");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Campaign
    @Test
    void whoeverWinsTheRaceTellsTheTruth() throws Exception {
        int cancelled = 0;
        for (int race = 0; race < RACES; race++) {
            database.execute("CREATE TABLE IF NOT EXISTS logs_1 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')");
            long job = run().get(0);
            try (JobSession runner = JobSession.open(database); JobSession other = JobSession.open(database)) {
                CompletableFuture<Void> running = runner.startInBackground(job);
                Thread.sleep(race % 8);
                boolean won = cancelled(other, job, runner);
                running.handle((nothing, error) -> null).join();
                assertThat(Steps.state(database, job)).isEqualTo(won ? "cancelled" : "completed");
                // A partition that was detached already is kept, as a table of its own.
                assertThat(database.queryForString("SELECT to_regclass('logs_1') IS NOT NULL")).isEqualTo(String.valueOf(won));
                cancelled += won ? 1 : 0;
            }
            database.execute("DO $$ BEGIN IF NOT coalesce((SELECT relispartition FROM pg_class WHERE oid = to_regclass('logs_1')), true)"
                    + " THEN DROP TABLE logs_1; END IF; END $$");
        }
        assertThat(cancelled).isPositive();
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** A statement that is cancelled between two steps leaves its locks to the session: then the remedy is the one that the error names. */
    private static boolean cancelled(JobSession session, long job, JobSession runner) throws SQLException {
        try {
            return session.cancelUnlessSwapped(job);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("PP053");
            assertThat(e.getMessage()).contains("pg_terminate_backend(" + runner.pid() + ")");
            runner.close();
            return session.cancelUnlessSwapped(job);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void theSessionsIsolationLevelDoesNotMatter(String level) throws Exception {
        database.execute("ALTER DATABASE " + database.name() + " SET default_transaction_isolation = '" + level + "'");
        aPendingJobIsCancelledWhileAnotherOfItsRunIsExecuted();
    }

    @Test
    void aCompletedJobIsNotCancelled() throws Exception {
        try (JobSession session = JobSession.open(database)) {
            session.start(jobs.get(0));

            assertThatThrownBy(() -> session.cancel(jobs.get(0)))
                    .hasMessageContaining("job " + jobs.get(0) + " is not cancelled: it has completed")
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP056"));

            session.cancel(jobs.get(1));
            session.cancel(jobs.get(1));
            assertThat(session.messages()).contains("job " + jobs.get(1) + " is cancelled already");
        }
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void aPartitionThatIsDetachedButNotDroppedIsKept() throws Exception {
        Steps.until(database, jobs.get(0), "drop");
        try (JobSession session = JobSession.open(database)) {
            session.cancel(jobs.get(0));

            assertThat(session.messages()).anyMatch(message -> message.contains("had detached public.logs_1 already: it is not dropped"));
        }
        assertThat(Steps.state(database, jobs.get(0))).isEqualTo("cancelled");
        assertThat(database.queryForString("SELECT count(*) FROM logs_1")).isEqualTo("310");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    private List<Long> run() throws SQLException {
        return database.queryForStrings("SELECT job_id FROM partition_tools.run('logs', '{\"cleanup_limit\": 100, \"operations\": [{\"operation\": \"delete_partitions\","
                + " \"upper_bound\": \"1 year\"}]}', '2026-01-01')").stream().map(Long::valueOf).toList();
    }

    private List<String> states() throws SQLException {
        return database.queryForStrings("SELECT state FROM partition_tools.jobs ORDER BY job_id");
    }

    private List<String> partitions() throws SQLException {
        return database.queryForStrings("SELECT partition_name FROM partition_tools.partitions ORDER BY 1");
    }
}
