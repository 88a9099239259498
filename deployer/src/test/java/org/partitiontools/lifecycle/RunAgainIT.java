package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A policy that is run again: what becomes of the jobs of the run before, and what the report says. */
@PartitionToolsDatabase(each = true)
class RunAgainIT {

    private static final String MERGE = "\"operations\": [{\"operation\": \"merge_partitions\", \"granularity\": \"1 month\","
            + " \"lower_bound\": \"5 years\", \"upper_bound\": \"1 year\"%s}]";
    private static final String DELETE = "{\"cleanup_limit\": 100, \"operations\": [{\"operation\": \"delete_partitions\", \"upper_bound\": \"1 year\"}]}";

    private TestDatabase database;

    @BeforeEach
    void twoHalfMonths(TestDatabase fresh) throws SQLException {
        database = fresh;
        database.execute("CREATE TABLE logs (at date NOT NULL, id bigint, PRIMARY KEY (at, id)) PARTITION BY RANGE (at)",
                "CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2024-01-16')",
                "CREATE TABLE logs_2 PARTITION OF logs FOR VALUES FROM ('2024-01-16') TO ('2024-02-01')",
                "INSERT INTO logs SELECT date '2024-01-01' + g % 31, g FROM generate_series(1, 900) AS g", "ANALYZE logs");
    }

    @Test
    void aResumedJobTakesTodaysSettings() throws Exception {
        database.execute("CREATE TABLE notes (at date, id bigint, FOREIGN KEY (at, id) REFERENCES logs)", "INSERT INTO notes SELECT at, id FROM logs LIMIT 9");
        long job = run("{" + MERGE.formatted("") + "}").get(0);
        try (JobSession session = JobSession.open(database)) {
            assertThatThrownBy(() -> session.start(job)).hasMessageContaining("foreign keys point at");
            String recreate = "{\"incoming_foreign_keys\": \"recreate\", " + MERGE.formatted("") + "}";

            assertThat(run(recreate)).containsExactly(job);
            session.start(job);
        }
        assertThat(partitions()).containsExactly("logs_2024_01");
        assertThat(database.queryForString("SELECT count(*) FROM pg_constraint WHERE conname LIKE 'notes%' AND convalidated AND conparentid = 0")).isEqualTo("1");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** The job was begun when nothing pointed at the table; what it has copied is kept. */
    @Test
    void soDoesOneThatStandsBeforeItsSwap() throws Exception {
        long job = run("{" + MERGE.formatted("") + "}").get(0);
        Steps.until(database, job, "swap");
        database.execute("CREATE TABLE notes (at date, id bigint, FOREIGN KEY (at, id) REFERENCES logs)");

        assertThat(run("{\"incoming_foreign_keys\": \"recreate\", " + MERGE.formatted("") + "}")).containsExactly(job);

        assertThat(database.queryForString("SELECT spec ->> 'incoming_foreign_keys' FROM partition_tools_internal.job WHERE job_id = ?", job)).isEqualTo("recreate");
    }

    @Test
    void aResumedJobThatHasBuiltNothingTakesTheTablespaceOfToday() throws Exception {
        database.execute("CREATE VIEW v AS SELECT * FROM logs_1");
        long job = run("{" + MERGE.formatted("") + "}").get(0);
        try (JobSession session = JobSession.open(database)) {
            assertThatThrownBy(() -> session.start(job)).hasMessageContaining("depend on partition");
            database.execute("DROP VIEW v");

            assertThat(run("{" + MERGE.formatted(", \"table_space\": \"warm\"") + "}")).containsExactly(job);
            session.start(job);
        }
        assertThat(database.queryForString("SELECT tablespace FROM partition_tools.partitions")).isEqualTo("warm");
    }

    @Test
    void oneThatHasBuiltForAnotherTablespaceIsMadeAnew() throws Exception {
        long job = run("{" + MERGE.formatted("") + "}").get(0);
        Steps.until(database, job, "swap");

        List<Long> again = run("{" + MERGE.formatted(", \"table_space\": \"warm\"") + "}");

        assertThat(again).doesNotContain(job);
        try (JobSession session = JobSession.open(database)) {
            session.start(again.get(0));
        }
        assertThat(database.queryForString("SELECT tablespace FROM partition_tools.partitions")).isEqualTo("warm");
        assertThat(Steps.state(database, job)).isEqualTo("cancelled");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void jobsThatNobodyHasBegunEndWithTheNextRun() throws Exception {
        run(DELETE);
        List<Long> jobs = run(DELETE);

        assertThat(report("state")).containsExactly("cancelled", "pending");
        assertThat(database.queryForStrings("SELECT DISTINCT message FROM partition_tools_internal.job_event")).containsExactly("superseded by run 2");
        try (JobSession session = JobSession.open(database)) {
            for (long job : jobs) {
                session.start(job);
            }
        }
        assertThat(report("state")).containsExactly("cancelled", "completed");
    }

    @Test
    void soDoThoseWhoseTableIsInShapeMeanwhile() throws Exception {
        run(DELETE);
        database.execute("DROP TABLE logs_1, logs_2");

        assertThat(run(DELETE)).isEmpty();

        assertThat(report("state")).containsExactly("cancelled");
    }

    @Test
    void jobsOfAnotherPolicyAreLeftAlone() throws Exception {
        run("{" + MERGE.formatted("") + "}");
        run(DELETE);

        assertThat(report("state")).containsExactly("pending", "pending");
    }

    @Test
    void progressIsThatOfTheRows() throws Exception {
        // 2 of 3 jobs are done, with 12 of 900 rows.
        database.execute("DELETE FROM logs WHERE at < '2024-01-16' AND id > 12", "ANALYZE logs");
        String split = "CALL partition_tools.repartition('logs', '{logs_1}', '{2024-01-01,2024-01-08,2024-01-16}')";
        try (JobSession session = JobSession.open(database)) {
            session.execute(split);
        }
        database.execute("INSERT INTO partition_tools_internal.job (run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec)"
                + " SELECT run_id, 2, table_oid, table_name, operation, action, strategy, '{}', '{}', 200000, '{}' FROM partition_tools_internal.job");

        assertThat(Double.parseDouble(report("progress").get(0))).isLessThan(1);
        database.execute("UPDATE partition_tools_internal.job SET total = NULL WHERE ordinal = 2");
        assertThat(report("progress")).containsExactly((String) null);
        assertThat(report("total")).containsExactly((String) null);
    }

    /** Two jobs of 10 seconds and 100 rows each, at once: 20 rows a second, not 10. */
    @Test
    void theRateIsByTheClock() throws Exception {
        database.execute("INSERT INTO partition_tools_internal.run (kind, as_of) VALUES ('migration', now())",
                "INSERT INTO partition_tools_internal.job (run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec)"
                        + " SELECT 1, n, 'logs'::regclass, 'logs', 'migrate', 'copy', 'copy', '{}', '{}', 100, '{}' FROM generate_series(1, 2) AS n");
        for (int job = 1; job <= 2; job++) {
            database.execute("INSERT INTO partition_tools_internal.job_event (job_id, at, pid, state, phase, rows, elapsed) VALUES"
                    + " (%1$d, '2026-01-01 00:00:00', %1$d, 'running', 'migrate', 0, '0'), (%1$d, '2026-01-01 00:00:05', %1$d, 'running', 'migrate', 50, '5 s'),"
                    .formatted(job)
                    // A pause between two attempts does not count.
                    + " (%1$d, '2026-01-01 01:00:00', 7, 'running', 'migrate', 50, '5 s'), (%1$d, '2026-01-01 01:00:05', 7, 'completed', 'done', 100, '10 s')".formatted(job));
        }

        assertThat(report("rate")).containsExactly("20");
        assertThat(report("elapsed").get(0)).contains("20");
    }

    private List<Long> run(String policy) throws SQLException {
        return database.queryForStrings("SELECT job_id FROM partition_tools.run('logs', ?::json, '2026-07-01')", policy).stream().map(Long::valueOf).toList();
    }

    private List<String> report(String column) throws SQLException {
        return database.queryForStrings("SELECT " + column + " FROM partition_tools.report ORDER BY run_id");
    }

    private List<String> partitions() throws SQLException {
        return database.queryForStrings("SELECT partition_name FROM partition_tools.partitions ORDER BY 1");
    }
}
