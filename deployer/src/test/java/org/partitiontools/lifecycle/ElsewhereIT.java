package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

/** Jobs that come into another database with a dump: their OIDs mean other tables there. */
@PartitionToolsDatabase
class ElsewhereIT {

    private static final String DROP = "{\"cleanup_limit\": 100, \"operations\": [{\"operation\": \"delete_partitions\", \"upper_bound\": \"3 months\"}]}";
    private static final String[] TABLE = {
        "CREATE TABLE orders (id bigint NOT NULL, at timestamptz NOT NULL, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
        "CREATE TABLE orders_old PARTITION OF orders FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2026-02-01 00:00+00')",
        "CREATE TABLE orders_default PARTITION OF orders DEFAULT",
        "INSERT INTO orders SELECT g, timestamptz '2026-01-02 00:00+00' + g * interval '30 minutes' FROM generate_series(1, 4000) AS g"
    };

    @Test
    void aPendingDropFromADumpDropsNoTableThatHasTheOidHere(TestDatabase home) throws Exception {
        try (TestDatabase made = home.fresh(); TestServer server = TestServer.startNew(); TestDatabase other = server.createDatabase()) {
            long job = pendingDrop(made);
            copyBookkeeping(made, other);
            other.execute("CREATE TABLE victim AS SELECT 1 AS n",
                    // What is a coincidence in life: the OID is another table's.
                    "SET session_replication_role = replica; UPDATE partition_tools_internal.job_source SET relid = 'victim'::regclass");
            SQLException error = startFails(other, job);
            assertThat(error.getSQLState()).isEqualTo("PP080");
            cancelled(other, job);
            assertThat(other.queryForString("SELECT count(*) FROM victim")).isEqualTo("1");
            assertThat(Leftovers.in(other)).isEmpty();
        }
    }

    @Test
    void thePendingJobOfAnotherDatabaseOfTheSameServerIsRefused(TestDatabase home) throws Exception {
        try (TestDatabase made = home.fresh(); TestDatabase other = home.fresh()) {
            long job = pendingDrop(made);
            copyBookkeeping(made, other);
            assertThat(startFails(other, job).getSQLState()).isEqualTo("PP080");
            cancelled(other, job);
        }
    }

    @Test
    void aRunDoesNotGoOnWithAJobFromADump(TestDatabase home) throws Exception {
        try (TestDatabase made = home.fresh(); TestDatabase other = home.fresh(); JobSession session = JobSession.open(other)) {
            made.execute(TABLE);
            long job = Operation.run(made, Operation.DRAIN.policy()).get(0);
            Steps.until(made, job, "build");
            other.execute(TABLE);
            copyBookkeeping(made, other);
            // The OID of the table is the same by chance.
            other.execute("SET session_replication_role = replica; UPDATE partition_tools_internal.job SET table_oid = 'orders'::regclass");
            long here = Operation.run(other, Operation.DRAIN.policy()).get(0);
            assertThat(here).isGreaterThan(job);
            session.start(here);
            cancelled(other, job);
            assertThat(Operation.plan(other, Operation.DRAIN.policy())).isEmpty();
            assertThat(other.queryForString("SELECT count(*) FROM orders")).isEqualTo("4000");
            assertThat(Leftovers.in(other)).isEmpty();
        }
    }

    @Test
    void aDumpInTheMiddleOfAJobCanBeCleanedUp(TestDatabase home) throws Exception {
        try (TestDatabase made = home.fresh(); TestServer server = TestServer.startNew(); TestDatabase other = server.createEmptyDatabase()) {
            int major = Integer.parseInt(made.queryForString("SHOW server_version_num")) / 10_000;
            assumeThat(pgDumpVersion()).as("version of pg_dump").isGreaterThanOrEqualTo(major);
            // Roles are not in the dump of a database.
            other.execute("CREATE ROLE partition_tools_operator", "CREATE ROLE partition_tools_viewer");
            made.execute(TABLE);
            long job = Operation.run(made, Operation.DRAIN.policy()).get(0);
            Steps.until(made, job, "catch_up");
            run("set -o pipefail; pg_dump -h localhost -U postgres -p " + home.server().port() + " " + made.name()
                    + " | psql -X -q -v ON_ERROR_STOP=1 -h localhost -U postgres -p " + server.port() + " -d " + other.name());
            assertThat(startFails(other, job).getSQLState()).isEqualTo("PP080");
            cancelled(other, job);
            assertThat(Leftovers.in(other)).isEmpty();
            other.execute("INSERT INTO orders VALUES (0, '2026-01-02 00:00+00', 'after')");
            try (JobSession session = JobSession.open(other)) {
                session.start(Operation.run(other, Operation.DRAIN.policy()).get(0));
            }
            assertThat(other.queryForString("SELECT count(*) FROM orders")).isEqualTo("4001");
        }
    }

    @Test
    void tablesAndDatabaseMayBeRenamedMeanwhile(TestDatabase home) throws Exception {
        try (TestDatabase database = home.fresh()) {
            long dropped = pendingDrop(database);
            long drained = Operation.run(database, Operation.DRAIN.policy()).get(0);
            database.execute("CREATE SCHEMA archive", "ALTER TABLE orders RENAME TO sales", "ALTER TABLE sales SET SCHEMA archive",
                    "UPDATE partition_tools_internal.job_identity SET database_name = 'as_it_was_called_before'");
            try (JobSession session = JobSession.open(database)) {
                session.start(dropped);
                session.start(drained);
            }
            assertThat(database.queryForStrings("SELECT state FROM partition_tools.jobs")).containsOnly("completed");
            assertThat(database.queryForString("SELECT count(*) > 2000 AND count(*) < 4000 FROM archive.sales")).isEqualTo("true");
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    @Test
    void aServerThatKeepsItsIdentifierSecretGoesByNames(TestDatabase home) throws Exception {
        try (TestDatabase database = home.fresh()) {
            long job = pendingDrop(database);
            database.execute("UPDATE partition_tools_internal.job_identity SET system_id = NULL, database_name = 'another'");
            assertThat(startFails(database, job).getSQLState()).isEqualTo("PP080");
            database.execute("UPDATE partition_tools_internal.job_identity SET database_name = current_database(), table_name = 'another'");
            assertThat(startFails(database, job).getSQLState()).isEqualTo("PP080");
            database.execute("UPDATE partition_tools_internal.job_identity SET table_name = 'orders'");
            try (JobSession session = JobSession.open(database)) {
                session.start(job);
            }
            assertThat(database.queryForString("SELECT to_regclass('orders_old')")).isNull();
        }
    }

    @Test
    void aJobOfAnOlderVersionGoesOnWhereTheOidHasTheName(TestDatabase home) throws Exception {
        try (TestDatabase database = home.fresh()) {
            long job = pendingDrop(database);
            database.execute("DELETE FROM partition_tools_internal.job_identity", "ALTER TABLE orders RENAME TO sales");
            assertThat(startFails(database, job).getSQLState()).isEqualTo("PP080");
            database.execute("ALTER TABLE sales RENAME TO orders");
            try (JobSession session = JobSession.open(database)) {
                session.start(job);
            }
            assertThat(database.queryForString("SELECT to_regclass('orders_old')")).isNull();
        }
    }

    @Test
    void whatAJobTakesForItsStagingTableHasToBearItsName(TestDatabase home) throws Exception {
        try (TestDatabase database = home.fresh()) {
            database.execute(TABLE);
            long job = Operation.run(database, Operation.DRAIN.policy()).get(0);
            Steps.until(database, job, "build");
            database.execute("CREATE TABLE victim AS SELECT 1 AS n",
                    "SET session_replication_role = replica; UPDATE partition_tools_internal.job_target SET relid = 'victim'::regclass WHERE ordinal = 1");
            assertThat(startFails(database, job).getSQLState()).isEqualTo("PP080");
            cancelled(database, job);
            assertThat(database.queryForString("SELECT count(*) FROM victim")).isEqualTo("1");
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }

    /** A job that has taken its partition off the table, and is about to drop it. */
    private static long pendingDrop(TestDatabase database) throws SQLException {
        database.execute(TABLE);
        long job = Operation.run(database, DROP).get(0);
        Steps.until(database, job, "drop");
        return job;
    }

    /** As a dump does: all rows, and no trigger fires. */
    private static void copyBookkeeping(TestDatabase from, TestDatabase to) throws SQLException {
        List<String> tables = from.queryForStrings("SELECT c.relname FROM pg_class AS c WHERE c.relkind = 'r'"
                + " AND c.relnamespace = 'partition_tools_internal'::regnamespace AND (c.relname = 'run' OR c.relname ~ '^job(_|$)')"
                // What is referred to comes first.
                + " ORDER BY c.relname <> 'run', c.relname <> 'job', c.relname");
        for (String table : tables) {
            String rows = from.queryForString("SELECT coalesce(json_agg(row_to_json(t)), '[]') FROM partition_tools_internal." + table + " AS t");
            to.execute("SET session_replication_role = replica; INSERT INTO partition_tools_internal." + table
                    + " SELECT * FROM json_populate_recordset(NULL::partition_tools_internal." + table + ", '" + rows.replace("'", "''") + "')");
        }
        to.execute("SELECT setval('partition_tools_internal.job_job_id_seq', 100), setval('partition_tools_internal.run_run_id_seq', 100),"
                + " setval('partition_tools_internal.job_event_event_id_seq', 1000)");
    }

    private static SQLException startFails(TestDatabase database, long job) throws SQLException {
        try (JobSession session = JobSession.open(database)) {
            SQLException error = catchThrowableOfType(SQLException.class, () -> session.start(job));
            assertThat((Throwable) error).as("start has to fail").isNotNull();
            return error;
        }
    }

    private static void cancelled(TestDatabase database, long job) throws SQLException {
        try (JobSession session = JobSession.open(database)) {
            session.cancel(job);
        }
        assertThat(Steps.state(database, job)).isEqualTo("cancelled");
    }

    private static int pgDumpVersion() throws IOException {
        try {
            return Integer.parseInt(run("pg_dump --version").replaceFirst("(?s).*\\) (\\d+).*", "$1"));
        } catch (IllegalStateException | NumberFormatException e) {
            return 0;
        }
    }

    private static String run(String command) throws IOException {
        Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }
}
