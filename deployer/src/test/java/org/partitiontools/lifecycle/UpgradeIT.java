package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.Installation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A database that an earlier version was installed in, with jobs in every phase, goes on after {@code deploy}. */
@PartitionToolsDatabase(installed = false)
class UpgradeIT {

    private static final int MAX_STEPS = 100;
    /** What makes a job go back to rebuild: an index of one partition, which it keeps. */
    private static final String INDEX_THAT_CAME = "_note_idx";
    private static final String CANCELLED = "57014";
    private static final String JOBS = "SELECT format('%s %s %s', target, state, replace(phase, 'retire', 'cancel')) FROM partition_tools.jobs ORDER BY job_id";

    @ParameterizedTest
    @EnumSource(Installation.class)
    void interruptedJobsInEveryPhaseGoOn(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        goOn(earlier, false, any, folder);
    }

    @Campaign
    @ParameterizedTest
    @EnumSource(Installation.class)
    void failedJobsInEveryPhaseGoOn(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        goOn(earlier, true, any, folder);
    }

    private static void goOn(Installation earlier, boolean failed, TestDatabase any, Path folder) throws Exception {
        List<String> phases = earlier.phases();
        try (TestDatabase database = any.server().createEmptyDatabase()) {
            install(earlier, database, folder);
            for (int i = 0; i < phases.size(); i++) {
                prepare(database, "u" + i, phases.get(i));
                if (failed && !phases.get(i).isEmpty()) {
                    database.execute("SELECT partition_tools_internal.job_failed(%d, 'XX000', 'it failed', NULL, NULL)".formatted(job(database, "u" + i)));
                }
            }
            finished(database);
            List<String> before = database.queryForStrings(JOBS);

            Installation.upgrade(database);

            // Where the earlier version would have begun anew, it says so now.
            assertThat(database.queryForStrings(JOBS)).hasSameSizeAs(before);
            assertThat(states(database.queryForStrings(JOBS))).isEqualTo(states(before));
            if (earlier == Installation.DE33450) {
                assertThat(database.queryForStrings(JOBS)).isEqualTo(before);
            }
            try (JobSession session = JobSession.open(database)) {
                for (int i = 0; i < phases.size(); i++) {
                    change(database, "u" + i, 2);
                    finish(database, session, "u" + i, phases.get(i));
                }
            }
            assertThat(Leftovers.in(database)).filteredOn(left -> !left.endsWith(INDEX_THAT_CAME)).isEmpty();
        }
    }

    @Campaign
    @ParameterizedTest
    @EnumSource(Installation.class)
    void jobsInEveryPhaseCanBeCancelled(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        List<String> phases = earlier.phases();
        try (TestDatabase database = any.server().createEmptyDatabase()) {
            install(earlier, database, folder);
            for (int i = 0; i < phases.size(); i++) {
                prepare(database, "u" + i, phases.get(i));
            }

            Installation.upgrade(database);

            try (JobSession session = JobSession.open(database)) {
                for (int i = 0; i < phases.size(); i++) {
                    change(database, "u" + i, 2);
                    assertThat(session.cancelUnlessSwapped(job(database, "u" + i))).as("the job that stood at %s", phases.get(i)).isNotEqualTo(phases.get(i).equals("clean_up"));
                    assertEqual(database, "u" + i);
                }
            }
            assertThat(Leftovers.in(database)).filteredOn(left -> !left.endsWith(INDEX_THAT_CAME)).isEmpty();
        }
    }

    /** Partitions without rows are attached, and others detached and dropped: fewer phases, in which a job can stop as well. */
    @ParameterizedTest
    @EnumSource(Installation.class)
    void jobsThatMoveNothingGoOnOrAreCancelled(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        for (boolean cancel : List.of(false, true)) {
            try (TestDatabase database = any.server().createEmptyDatabase()) {
                install(earlier, database, folder);
                for (String phase : List.of("build", "prove", "validate_default", "swap", "clean_up")) {
                    stop(database, "c_" + phase, "create_partitions", "0 months", "-2 months", phase);
                }
                for (String phase : List.of("detach", "drop")) {
                    stop(database, "d_" + phase, "delete_partitions", "10 years", "1 month", phase);
                }
                Installation.upgrade(database);
                try (JobSession session = JobSession.open(database)) {
                    for (String table : List.of("c_build", "c_prove", "c_validate_default", "c_swap", "c_clean_up", "d_detach", "d_drop")) {
                        boolean cancelled = cancel && session.cancelUnlessSwapped(job(database, table));
                        if (!cancel) {
                            session.start(job(database, table));
                        }
                        assertThat(Steps.state(database, job(database, table))).as(table).isEqualTo(cancelled ? "cancelled" : "completed");
                        assertThat(cancelled).as(table).isEqualTo(cancel && !table.equals("c_clean_up"));
                    }
                }
                // What was detached and not dropped yet is spared.
                assertThat(database.queryForString("SELECT to_regclass('d_drop_p') IS NOT NULL")).isEqualTo(String.valueOf(cancel));
                assertThat(database.queryForString("SELECT to_regclass('d_detach_p') IS NOT NULL")).isEqualTo(String.valueOf(cancel));
                assertThat(Leftovers.in(database)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Installation.class)
    void dataMigrationsGoOnOrAreCancelled(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        try (TestDatabase database = any.server().createEmptyDatabase()) {
            install(earlier, database, folder);
            for (String target : List.of("pending", "begun", "to_cancel", "ending")) {
                database.execute("CREATE TABLE %s (LIKE customers)".formatted(target),
                        "INSERT INTO partition_tools.migration_config (source, target, pkey, batchsize) VALUES ('customers', '%s', 'id', 1000)".formatted(target),
                        "SELECT partition_tools.run('{%s}'::text[])".formatted(target));
                if (!target.equals("pending")) {
                    database.execute("SELECT partition_tools_internal.job_step(%d)".formatted(job(database, target)));
                }
            }
            database.execute("SELECT partition_tools_internal.job_retire(%d)".formatted(job(database, "ending")));

            Installation.upgrade(database);

            try (JobSession session = JobSession.open(database)) {
                session.start(job(database, "pending"));
                session.start(job(database, "begun"));
                session.cancel(job(database, "to_cancel"));
                assertThatThrownBy(() -> session.start(job(database, "ending"))).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(CANCELLED));
            }
            assertThat(database.queryForStrings("SELECT format('%s %s %s', target, state, rows) FROM partition_tools.jobs ORDER BY job_id"))
                    .containsExactly("public.pending completed 3000", "public.begun completed 3000", "public.to_cancel cancelled 1000", "public.ending cancelled 1000");
            assertThat(database.queryForString("SELECT concat_ws(' ', (SELECT count(*) FROM pending), (SELECT count(*) FROM begun), (SELECT count(*) FROM to_cancel))"))
                    .isEqualTo("3000 3000 1000");
        }
    }

    /** The rows that an earlier version has copied are not copied again, and the others are, by tasks. */
    @ParameterizedTest
    @EnumSource(Installation.class)
    void aCopyThatStoppedInTheMiddleOfASourceGoesOn(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        try (TestDatabase database = any.server().createEmptyDatabase()) {
            install(earlier, database, folder);
            prepare(database, "half", "copy", 40_000);
            long job = job(database, "half");
            try (Connection connection = database.connect()) {
                Sessions.execute(connection, "SET partition_tools.batch_ms = '1'");
                Sessions.execute(connection, "SELECT partition_tools_internal.job_step(" + job + ")");
                Sessions.execute(connection, "SELECT partition_tools_internal.job_step(" + job + ")");
            }
            String block = "SELECT position ->> 'block' FROM partition_tools_internal.job_event ORDER BY event_id DESC LIMIT 1";
            assertThat(Integer.parseInt(database.queryForString(block))).isPositive();

            Installation.upgrade(database);

            boolean goesOn = "copy".equals(Steps.phase(database, job));
            try (JobSession session = JobSession.open(database, "rows_per_second = 60000"); Helpers helpers = Helpers.start(database, 2, "rows_per_second = 60000")) {
                change(database, "half", 2);
                session.start(job);
            }
            assertThat(goesOn).isEqualTo(earlier == Installation.DE33450);
            assertEqual(database, "half");
            if (goesOn) {
                // Not one more than there were, but those that came meanwhile into blocks that were to be copied.
                assertThat(Long.parseLong(database.queryForString("SELECT rows FROM partition_tools.jobs"))).isBetween(30_000L, 43_000L);
            }
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    private static void install(Installation earlier, TestDatabase database, Path folder) throws Exception {
        earlier.install(database, folder);
        database.execute("CREATE TABLE customers (id bigint PRIMARY KEY)", "INSERT INTO customers SELECT generate_series(1, 3000)");
    }

    private static List<String> states(List<String> jobs) {
        return jobs.stream().map(job -> String.join(" ", List.of(job.split(" ")).subList(0, 2))).toList();
    }

    /** A job that has completed, and one that was cancelled: deploy leaves them as they are. */
    private static void finished(TestDatabase database) throws Exception {
        prepare(database, "completed", "");
        prepare(database, "cancelled", "copy");
        try (JobSession session = JobSession.open(database)) {
            session.start(job(database, "completed"));
            session.cancel(job(database, "cancelled"));
        }
        assertThat(database.queryForStrings(JOBS)).contains("public.completed completed done", "public.cancelled cancelled cancelled");
    }

    /** A table with a large default partition, and a job of a policy that has come to a phase. */
    private static void stop(TestDatabase database, String table, String operation, String lower, String upper, String phase) throws SQLException {
        database.execute("CREATE TABLE %s (at date NOT NULL, note text) PARTITION BY RANGE (at)".formatted(table),
                "CREATE TABLE %1$s_p PARTITION OF %1$s FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')".formatted(table),
                "CREATE TABLE %1$s_d PARTITION OF %1$s DEFAULT".formatted(table),
                "INSERT INTO %1$s SELECT '2024-01-03', 'old' FROM generate_series(1, 10)".formatted(table),
                "ALTER TABLE %1$s_d ALTER note SET STORAGE PLAIN".formatted(table));
        long job = Long.parseLong(database.queryForString("SELECT min(job_id) FROM partition_tools.run('" + table + "', '[{\"operation\": \"" + operation + "\", "
                + (operation.startsWith("create") ? "\"granularity\": \"1 month\", " : "\"cleanup_policy\": \"drop\", ")
                + "\"lower_bound\": \"" + lower + "\", \"upper_bound\": \"" + upper + "\"}]', '2025-06-15')"));
        if (operation.startsWith("create")) {
            // Large enough to be proved, and filled when the plan is made: then nothing has to be moved.
            database.execute("INSERT INTO %1$s SELECT '2023-01-03', repeat('n', 7000) FROM generate_series(1, 1200)".formatted(table));
        }
        if (!phase.equals("detach")) {
            step(database, job, phase);
        }
    }

    /** A table, its truth, and a job that has come to a phase, with changes on the way. */
    private static void prepare(TestDatabase database, String table, String phase) throws Exception {
        prepare(database, table, phase, 2000);
    }

    private static void prepare(TestDatabase database, String table, String phase, int rows) throws Exception {
        boolean key = !List.of("locked_copy", "digest").contains(phase);
        database.execute("CREATE TABLE %1$s (id bigint NOT NULL, at date NOT NULL, price numeric, note text%2$s) PARTITION BY RANGE (at)"
                .formatted(table, key ? ", PRIMARY KEY (id, at)" : ""),
                "CREATE TABLE %1$s_a PARTITION OF %1$s FOR VALUES FROM ('2025-01-01') TO ('2025-01-16')".formatted(table),
                "CREATE TABLE %1$s_b PARTITION OF %1$s FOR VALUES FROM ('2025-01-16') TO ('2025-02-01')".formatted(table),
                "CREATE TABLE %1$s_d PARTITION OF %1$s DEFAULT".formatted(table),
                "INSERT INTO %s SELECT i, date '2025-01-01' + i %% 31, 10, repeat('n', 200) FROM generate_series(1, %d) AS i".formatted(table, rows),
                "CREATE TABLE %1$s_truth AS SELECT * FROM %1$s".formatted(table));
        if (phase.endsWith("keys")) {
            database.execute("ALTER TABLE %s ADD FOREIGN KEY (id) REFERENCES customers".formatted(table));
        }
        long job = Long.parseLong(database.queryForString("SELECT partition_tools_internal.repartition_job('%1$s', '{%1$s_a,%1$s_b}', '{2025-01-01,2025-02-01}', '{%1$s_jan}', NULL, NULL)"
                .formatted(table)));
        switch (phase) {
            case "" -> { }
            case "undo" -> loseTheCopy(database, table, job);
            case "rebuild" -> {
                step(database, job, "swap");
                database.execute("CREATE INDEX ON %s_a (note)".formatted(table));
                step(database, job, phase);
            }
            case "retire" -> {
                step(database, job, "build");
                database.execute("SELECT partition_tools_internal.job_retire(%d)".formatted(job));
            }
            default -> step(database, job, phase);
        }
        change(database, table, 1);
        assertThat(database.queryForString("SELECT coalesce(phase, '') FROM partition_tools.jobs WHERE job_id = ?", job)).isEqualTo(phase);
    }

    /** Somebody truncates a source, and what the job has made cannot be undone at once, for a reader holds the other. */
    private static void loseTheCopy(TestDatabase database, String table, long job) throws Exception {
        step(database, job, "reconcile");
        database.execute("TRUNCATE %1$s_a".formatted(table), "DELETE FROM %1$s_truth WHERE at < '2025-01-16'".formatted(table));
        try (Connection reader = database.connect(); JobSession session = JobSession.open(database)) {
            reader.setAutoCommit(false);
            Sessions.execute(reader, "SELECT count(*) FROM %s_b".formatted(table));
            assertThatThrownBy(() -> session.start(job)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP040"));
            reader.rollback();
        }
    }

    /** As an earlier version does it, a step a transaction. */
    private static void step(TestDatabase database, long job, String phase) throws SQLException {
        try (Connection connection = database.connect()) {
            Sessions.execute(connection, "SET partition_tools.batch_ms = '1'");
            for (int i = 0; !phase.equals(Steps.phase(database, job)); i++) {
                assertThat(i).as("steps to phase %s", phase).isLessThan(MAX_STEPS);
                Sessions.execute(connection, "SELECT partition_tools_internal.job_step(" + job + ")");
            }
        }
    }

    private static void change(TestDatabase database, String table, int round) throws SQLException {
        for (String name : List.of(table, table + "_truth")) {
            database.execute("UPDATE %s SET price = price + %d WHERE id %% 7 = %2$d".formatted(name, round),
                    "DELETE FROM %s WHERE id %% 11 = %d".formatted(name, round),
                    "INSERT INTO %s VALUES (%d, '2025-01-12', %d, 'new')".formatted(name, 2500 + round, round),
                    "UPDATE %s SET at = '2025-01-03' WHERE id %% 13 = %d".formatted(name, round));
        }
    }

    private static void finish(TestDatabase database, JobSession session, String table, String phase) throws SQLException {
        boolean cancelled = phase.equals("retire");
        if (cancelled) {
            assertThatThrownBy(() -> session.start(job(database, table))).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(CANCELLED));
        } else {
            session.start(job(database, table));
        }
        assertThat(Steps.state(database, job(database, table))).as("the job that stood at %s", phase).isEqualTo(cancelled ? "cancelled" : "completed");
        assertThat(database.queryForString("SELECT count(*) FROM pg_inherits WHERE inhparent = ?::regclass", table)).isEqualTo(cancelled ? "3" : "2");
        assertEqual(database, table);
    }

    private static long job(TestDatabase database, String table) throws SQLException {
        return Long.parseLong(database.queryForString("SELECT job_id FROM partition_tools.jobs WHERE target IN (?, ?)", table, "public." + table));
    }

    private static void assertEqual(TestDatabase database, String table) throws SQLException {
        assertThat(database.queryForString("SELECT count(*) FROM ((SELECT * FROM %1$s EXCEPT ALL SELECT * FROM %1$s_truth) UNION ALL (SELECT * FROM %1$s_truth EXCEPT ALL SELECT * FROM %1$s)) AS d"
                .formatted(table))).as("rows in one of %s and its truth", table).isEqualTo("0");
    }
}
