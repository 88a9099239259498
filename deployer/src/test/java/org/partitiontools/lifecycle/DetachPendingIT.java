package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Somebody's DETACH PARTITION ... CONCURRENTLY was interrupted: the partition is hidden, and its range and name are taken. */
@PartitionToolsDatabase(each = true)
class DetachPendingIT {

    private static final String POLICY = "[{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"1 month\", \"upper_bound\": \"-1 month\"}]";

    private TestDatabase database;

    @BeforeEach
    void threeMonths(TestDatabase fresh) throws SQLException {
        database = fresh;
        database.execute("CREATE TABLE logs (at date NOT NULL, id bigint, PRIMARY KEY (at, id)) PARTITION BY RANGE (at)",
                "CREATE TABLE logs_2026_05 PARTITION OF logs FOR VALUES FROM ('2026-05-01') TO ('2026-06-01')",
                "CREATE TABLE logs_2026_06 PARTITION OF logs FOR VALUES FROM ('2026-06-01') TO ('2026-07-01')",
                "CREATE TABLE logs_2026_07 PARTITION OF logs FOR VALUES FROM ('2026-07-01') TO ('2026-08-01')",
                "INSERT INTO logs SELECT date '2026-05-01' + g % 90, g FROM generate_series(1, 900) AS g");
    }

    @Test
    void theCheckReportsItAndTheRunGoesAround() throws Exception {
        detachHalfway("logs_2026_06");

        assertThat(check()).anyMatch(finding -> finding.startsWith("error detach_pending logs_2026_06")
                && finding.contains("ALTER TABLE public.logs DETACH PARTITION public.logs_2026_06 FINALIZE"));
        for (long job : run(POLICY)) {
            start(job);
        }

        assertThat(database.queryForStrings("SELECT partition_name || CASE WHEN detach_pending THEN ' detaching' ELSE '' END FROM partition_tools.partitions ORDER BY lower_time"))
                .containsExactly("logs_2026_05", "logs_2026_06 detaching", "logs_2026_07", "logs_2026_08");
        assertThat(check()).allMatch(finding -> finding.contains("detach_pending")).hasSize(1);

        database.execute("ALTER TABLE logs DETACH PARTITION logs_2026_06 FINALIZE", "DROP TABLE logs_2026_06");
        for (long job : run(POLICY)) {
            start(job);
        }
        assertThat(check()).isEmpty();
    }

    @Test
    void aJobThatWasPlannedBeforeIsRefusedBeforeAnythingIsTouched() throws Exception {
        long job = run("[{\"operation\": \"merge_partitions\", \"granularity\": \"3 months\", \"lower_bound\": \"1 year\", \"upper_bound\": \"-1 year\"},"
                + " {\"operation\": \"move_partitions\", \"table_space\": \"warm\", \"upper_bound\": \"-1 year\"}]").get(0);
        detachHalfway("logs_2026_06");

        assertThatThrownBy(() -> start(job)).hasMessageContaining("partition public.logs_2026_06 of public.logs is being detached")
                .hasMessageContaining("FINALIZE").satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP058"));
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** Leaves it as a timeout does while an older reader is waited for. */
    private void detachHalfway(String partition) throws Exception {
        try (Connection reader = database.connect(); Connection other = database.connect();
                Statement reading = reader.createStatement(); Statement detaching = other.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("SELECT count(*) FROM logs");
            detaching.execute("SET statement_timeout = '500ms'");
            assertThatThrownBy(() -> detaching.execute("ALTER TABLE logs DETACH PARTITION " + partition + " CONCURRENTLY")).isInstanceOf(SQLException.class);
        }
        assertThat(database.queryForString("SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = ?::regclass", partition)).isEqualTo("true");
    }

    private List<String> check() throws SQLException {
        return database.queryForStrings("SELECT concat_ws(' ', severity, finding, partition, message, hint) FROM partition_tools.check_partitions('logs', ?::json, '2026-07-15')", POLICY);
    }

    private List<Long> run(String policy) throws SQLException {
        return database.queryForStrings("SELECT job_id FROM partition_tools.run('logs', ?::json, '2026-07-15')", policy).stream().map(Long::valueOf).toList();
    }

    private void start(long job) throws SQLException {
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
    }
}
