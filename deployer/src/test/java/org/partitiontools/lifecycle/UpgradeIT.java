package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A database that an earlier version was installed in, with jobs in every phase, goes on after {@code deploy}. */
@PartitionToolsDatabase(installed = false)
class UpgradeIT {

    private static final String EARLIER = "/installations/0.1.0-5e472f6.zip";
    private static final int MAX_STEPS = 100;

    /** Phases of that version; those with keys come only for tables that have foreign keys. */
    private static final List<String> PHASES = List.of("", "copy", "reconcile", "build", "prove", "validate_default", "catch_up", "settle", "swap",
            "clean_up", "foreign_keys", "validate_keys", "catch_up_keys", "locked_copy", "undo");

    @Test
    void jobsInEveryPhaseGoOn(TestDatabase database, @TempDir Path folder) throws Exception {
        installEarlier(database, folder);
        database.execute("CREATE TABLE customers (id bigint PRIMARY KEY)", "INSERT INTO customers SELECT generate_series(1, 3000)");
        for (int i = 0; i < PHASES.size(); i++) {
            prepare(database, "u" + i, PHASES.get(i));
        }
        List<String> before = database.queryForStrings("SELECT format('%s %s %s', target, state, phase) FROM partition_tools.jobs ORDER BY job_id");

        new Deployer(database.database(), Bundle.of(Engine.POSTGRESQL)).deploy();

        assertThat(database.queryForStrings("SELECT format('%s %s %s', target, state, phase) FROM partition_tools.jobs ORDER BY job_id")).isEqualTo(before);
        try (JobSession session = JobSession.open(database)) {
            for (int i = 0; i < PHASES.size(); i++) {
                change(database, "u" + i, 2);
                finish(database, session, "u" + i, PHASES.get(i));
            }
        }
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Campaign
    @Test
    void jobsInEveryPhaseCanBeCancelled(TestDatabase any, @TempDir Path folder) throws Exception {
        try (TestDatabase database = any.server().createEmptyDatabase()) {
            installEarlier(database, folder);
            database.execute("CREATE TABLE customers (id bigint PRIMARY KEY)", "INSERT INTO customers SELECT generate_series(1, 3000)");
            for (int i = 0; i < PHASES.size(); i++) {
                prepare(database, "u" + i, PHASES.get(i));
            }

            new Deployer(database.database(), Bundle.of(Engine.POSTGRESQL)).deploy();

            try (JobSession session = JobSession.open(database)) {
                for (int i = 0; i < PHASES.size(); i++) {
                    change(database, "u" + i, 2);
                    cancel(session, job(database, "u" + i), PHASES.get(i));
                    assertEqual(database, "u" + i);
                }
            }
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    private static void cancel(JobSession session, long job, String phase) throws SQLException {
        try {
            session.cancel(job);
        } catch (SQLException e) {
            // It has swapped, and is finished instead.
            assertThat(phase).as(e.getMessage()).isEqualTo("clean_up");
            assertThat(e.getSQLState()).isEqualTo("PP056");
        }
    }

    private static void installEarlier(TestDatabase database, Path folder) throws IOException, SQLException {
        try (InputStream resource = UpgradeIT.class.getResourceAsStream(EARLIER); ZipInputStream zip = new ZipInputStream(resource)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
        new Deployer(database.database(), Bundle.in(folder.resolve("sql"), Engine.POSTGRESQL)).deploy();
    }

    /** A table, its truth, and a job that has come to a phase, with changes on the way. */
    private static void prepare(TestDatabase database, String table, String phase) throws Exception {
        boolean key = !phase.equals("locked_copy");
        database.execute("CREATE TABLE %1$s (id bigint NOT NULL, at date NOT NULL, price numeric, note text%2$s) PARTITION BY RANGE (at)"
                .formatted(table, key ? ", PRIMARY KEY (id, at)" : ""),
                "CREATE TABLE %1$s_a PARTITION OF %1$s FOR VALUES FROM ('2025-01-01') TO ('2025-01-16')".formatted(table),
                "CREATE TABLE %1$s_b PARTITION OF %1$s FOR VALUES FROM ('2025-01-16') TO ('2025-02-01')".formatted(table),
                "CREATE TABLE %1$s_d PARTITION OF %1$s DEFAULT".formatted(table),
                "INSERT INTO %s SELECT i, date '2025-01-01' + i %% 31, 10, repeat('n', 200) FROM generate_series(1, 2000) AS i".formatted(table),
                "CREATE TABLE %1$s_truth AS SELECT * FROM %1$s".formatted(table));
        if (phase.endsWith("keys")) {
            database.execute("ALTER TABLE %s ADD FOREIGN KEY (id) REFERENCES customers".formatted(table));
        }
        long job = Long.parseLong(database.queryForString("SELECT partition_tools_internal.repartition_job('%1$s', '{%1$s_a,%1$s_b}', '{2025-01-01,2025-02-01}', '{%1$s_jan}', NULL, NULL)"
                .formatted(table)));
        if (phase.equals("undo")) {
            step(database, job, "reconcile");
            database.execute("TRUNCATE %1$s_a".formatted(table), "DELETE FROM %1$s_truth WHERE at < '2025-01-16'".formatted(table));
            try (JobSession session = JobSession.open(database)) {
                session.start(job);
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("PP040");
            }
        } else if (!phase.isEmpty()) {
            step(database, job, phase);
        }
        change(database, table, 1);
        assertThat(database.queryForString("SELECT coalesce(phase, '') FROM partition_tools.jobs WHERE job_id = ?", job)).isEqualTo(phase);
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
        session.start(job(database, table));
        assertThat(Steps.state(database, job(database, table))).as("the job that stood at %s", phase).isEqualTo("completed");
        assertThat(database.queryForString("SELECT count(*) FROM pg_inherits WHERE inhparent = ?::regclass", table)).isEqualTo("2");
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
