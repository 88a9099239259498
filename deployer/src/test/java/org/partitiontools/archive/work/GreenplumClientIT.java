package org.partitiontools.archive.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** The program as the writer of archives of a Greenplum cluster: what it does is one transaction there. */
@GreenplumDatabase
class GreenplumClientIT {

    private static final String POLICY = "[{\"operation\": \"unload_to_s3_partitions\", \"lower_bound\": \"1 year\", \"upper_bound\": \"4 months\"}]";
    private static final String DIFFERENCES = "SELECT count(*) FROM ((SELECT * FROM sales.orders EXCEPT ALL SELECT * FROM sales.truth) UNION ALL"
            + " (SELECT * FROM sales.truth EXCEPT ALL SELECT * FROM sales.orders)) AS d";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"csv, gzip, WITH (appendonly = false)", "csv, zstd, 'WITH (appendonly = true, orientation = column, compresstype = zstd, compresslevel = 1)'",
        "parquet, zstd, 'WITH (appendonly = true, compresstype = zlib, compresslevel = 1)'"})
    void aPartitionLeavesAndComesBack(String format, String compression, String storage, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); TestStore store = new TestStore()) {
            create(database, storage, 20_000);
            store.register(database, TestStore.serverAddress().toString(), "format = '" + format + "', compression = '" + compression + "', files = 2");
            String before = leaf(database);
            long job = job(database);

            new Worker(database.database()).work(job);

            assertThat(database.queryForString("SELECT state FROM partition_tools.jobs")).isEqualTo("completed");
            assertThat(database.queryForString("SELECT count(*) FROM sales.orders WHERE at < '2026-02-01'")).isEqualTo("0");
            assertThat(database.queryForString("SELECT files FROM partition_tools.archives")).isEqualTo("2");
            assertThat(job(database)).isZero();

            database.query("SELECT * FROM partition_tools.restore(1)");
            new Worker(database.database()).work(job + 1);

            assertThat(database.queryForString(DIFFERENCES)).isEqualTo("0");
            assertThat(leaf(database)).isEqualTo(before);
            database.query("SELECT * FROM partition_tools.restore(1, 'sales.back')");
            new Worker(database.database()).work(job + 2);
            assertThat(database.queryForString("SELECT count(*) FROM sales.back"))
                    .isEqualTo(database.queryForString("SELECT count(*) FROM sales.truth WHERE at < '2026-02-01'"));
        }
    }

    /** Writers wait; what they insert then is in the table, for the partition is gone, and nothing of it is lost. */
    @Test
    void noRowIsLostMeanwhile(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); TestStore store = new TestStore()) {
            create(database, "", 50_000);
            store.register(database, TestStore.serverAddress().toString(), "");
            AtomicBoolean stopped = new AtomicBoolean();
            AtomicInteger inserted = new AtomicInteger();
            CompletableFuture<Void> writer = Background.run(() -> insert(database, stopped, inserted));
            Await.until("the writer", () -> inserted.get() > 10);
            long job = job(database);

            new Worker(database.database()).work(job);

            int before = inserted.get();
            Await.until("the writer to go on", () -> inserted.get() > before + 5);
            stopped.set(true);
            writer.join();
            database.query("SELECT * FROM partition_tools.restore(1, 'sales.back')");
            new Worker(database.database()).work(job + 1);
            database.execute("INSERT INTO sales.orders SELECT * FROM sales.back");
            assertThat(database.queryForString(DIFFERENCES)).isEqualTo("0");
        }
    }

    @Test
    void aFailureLeavesThePartitionAndIsRecorded(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); TestStore store = new TestStore()) {
            create(database, "", 1000);
            store.register(database, TestStore.serverAddress().toString(), "bucket = 'no-such-bucket-here'");
            String before = leaf(database);
            long job = job(database);

            assertThatThrownBy(() -> new Worker(database.database()).work(job))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP074"));

            assertThat(leaf(database)).isEqualTo(before);
            assertThat(database.queryForStrings("SELECT state || ' ' || sqlstate FROM partition_tools.jobs")).containsExactly("failed PP074");
            assertThat(database.queryForStrings("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid IN (1347702785, 1347702786)"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")).isEmpty();
            store.register(database, TestStore.serverAddress().toString(), "");
            new Worker(database.database()).work(job);
            assertThat(database.queryForString("SELECT state FROM partition_tools.jobs")).isEqualTo("completed");
        }
    }

    @Test
    void aKillInTheMiddleLeavesThePartition(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); TestStore store = new TestStore()) {
            create(database, "", 200_000);
            store.register(database, TestStore.serverAddress().toString(), "");
            String before = leaf(database);
            long job = job(database);
            CompletableFuture<Void> work = Background.run(() -> new Worker(database.database()).work(job));
            Await.until("the worker", () -> database.queryForStrings("SELECT pg_terminate_backend(pid) FROM partition_tools.jobs WHERE state = 'running'").size() == 1);

            assertThat(work.handle((nothing, error) -> error != null).join()).isTrue();

            assertThat(leaf(database)).isEqualTo(before);
            assertThat(database.queryForString(DIFFERENCES)).isEqualTo("0");
            new Worker(database.database()).work(job);
            assertThat(database.queryForString("SELECT state FROM partition_tools.jobs")).isEqualTo("completed");
        }
    }

    private static void create(TestDatabase database, String storage, int rows) throws SQLException {
        database.execute("CREATE SCHEMA sales",
                "CREATE TABLE sales.orders (id int NOT NULL, at date NOT NULL, f float8, note text) " + storage + " DISTRIBUTED BY (id) PARTITION BY RANGE (at)"
                        + " (PARTITION jan START (date '2026-01-01') END (date '2026-02-01'), PARTITION feb START (date '2026-02-01') END (date '2026-07-01'),"
                        + " DEFAULT PARTITION rest)",
                "CREATE INDEX orders_id ON sales.orders (id)",
                "INSERT INTO sales.orders SELECT g, date '2026-01-01' + g % 150, g / 7.0, CASE g % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE E'a \"b\",\\nc' END"
                        + " FROM generate_series(1, " + rows + ") AS g",
                "CREATE TABLE sales.truth AS SELECT * FROM sales.orders DISTRIBUTED BY (id)");
    }

    /** The job that archives January; 0 where there is nothing to do. */
    private static long job(TestDatabase database) throws SQLException {
        List<String> jobs = database.queryForStrings("SELECT job_id FROM partition_tools.run('sales.orders', ?::json, '2026-06-01 00:00+00')", POLICY);
        return jobs.isEmpty() ? 0 : Long.parseLong(jobs.get(0));
    }

    private static String leaf(TestDatabase database) throws SQLException {
        return database.queryForString("SELECT format('%s %s %s', c.relstorage, p.partitionname, (SELECT count(*) FROM pg_index WHERE indrelid = c.oid))"
                + " FROM pg_partitions AS p JOIN pg_class AS c ON c.oid = format('%I.%I', p.partitionschemaname, p.partitiontablename)::regclass"
                + " WHERE p.tablename = 'orders' AND p.partitionname = 'jan'");
    }

    private static void insert(TestDatabase database, AtomicBoolean stopped, AtomicInteger inserted) throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int id = 1_000_000; !stopped.get(); id++) {
                String values = " VALUES (" + id + ", date '2026-01-01' + " + id % 59 + ", 1, 'meanwhile')";
                statement.execute("INSERT INTO sales.orders" + values);
                statement.execute("INSERT INTO sales.truth" + values);
                connection.commit();
                inserted.incrementAndGet();
            }
        }
    }
}
