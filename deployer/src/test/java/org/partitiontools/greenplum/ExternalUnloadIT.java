package org.partitiontools.greenplum;

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
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.cli.Invocation;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;

/** Partitions that the segments write to S3 themselves, and that the table still answers for. */
@GreenplumDatabase
class ExternalUnloadIT {

    private static final String PARTITIONS = """
            PARTITION p1 START (date '2026-01-01') END (date '2026-02-01'),
            PARTITION p2 START (date '2026-02-01') END (date '2026-03-01'),
            PARTITION p3 START (date '2026-03-01') END (date '2026-07-01'), DEFAULT PARTITION rest""";
    /** The partitions of January and February. */
    private static final String UNLOAD = "{\"operations\": [{\"operation\": \"unload_to_s3_partitions\","
            + " \"lower_bound\": \"6 months\", \"upper_bound\": \"4 months\"%s}]}";
    private static final String STORAGE = "SELECT c.relstorage FROM pg_partitions p"
            + " JOIN pg_class c ON c.oid = format('%I.%I', p.partitionschemaname, p.partitiontablename)::regclass"
            + " WHERE p.tablename = 'orders' AND p.schemaname = 'sales' ORDER BY p.partitionisdefault, p.partitionrank";

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HEAP_BY_KEY")
    void theTableAnswersForArchivedPartitionsUntilTheyComeBack(Layout layout, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            String writer = ExternalStore.use(database);
            Orders orders = ordersWithoutConstraints(database, layout, 5000);
            List<String> before = database.queryForStrings(STORAGE);

            database.execute(Task.run(database, UNLOAD.formatted("")).toArray(String[]::new));

            assertThat(database.queryForStrings(STORAGE)).startsWith("x", "x").doesNotContainSequence("x", "x", "x");
            assertThat(orders.differences()).isZero();
            assertThat(Task.run(database, UNLOAD.formatted(""))).isEmpty();
            assertThat(database.queryForStrings("SELECT partition_name || ' ' || writer FROM partition_tools.archives ORDER BY 1"))
                    .containsExactly("p1 " + writer, "p2 " + writer);

            for (String archive : database.queryForStrings("SELECT archive_id FROM partition_tools.archives")) {
                database.execute(database.queryForString("SELECT statement FROM partition_tools.restore(?::bigint)", archive));
            }
            assertThat(database.queryForStrings(STORAGE)).isEqualTo(before);
            assertThat(orders.differences()).isZero();
            assertThat(orders.misplaced()).isEmpty();
            assertThat(orders.leftovers()).isEmpty();
            assertThat(database.queryForString("SELECT count(*) FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid"
                    + " WHERE c.relname LIKE 'orders%customer%'")).isEqualTo("5");
        }
    }

    @Test
    void aPartitionWithoutExternalTableComesBackIntoTheGap(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            ExternalStore.use(database);
            database.execute("UPDATE partition_tools.s3_server SET keep_external = false");
            Orders orders = Orders.create(database, Layout.HEAP_BY_KEY, PARTITIONS, 5000);

            database.execute(Task.run(database, UNLOAD.formatted("")).toArray(String[]::new));

            assertThat(database.queryForStrings(STORAGE)).containsExactly("h", "h");
            assertThat(orders.differences()).isPositive();
            for (String archive : database.queryForStrings("SELECT archive_id FROM partition_tools.archives")) {
                database.execute(database.queryForString("SELECT statement FROM partition_tools.restore(?::bigint)", archive));
            }
            assertThat(orders.differences()).isZero();
            assertThat(orders.misplaced()).isEmpty();
        }
    }

    @Test
    void writersGoOnWhileAnArchiveIsReadAndWhatTheyBringIntoItsRangeIsNotHidden(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection reader = database.connect(); Statement read = reader.createStatement()) {
            ExternalStore.use(database);
            database.execute("UPDATE partition_tools.s3_server SET keep_external = false");
            Orders orders = Orders.create(database, Layout.HEAP_BY_KEY, PARTITIONS, 5000);
            database.execute(Task.run(database, UNLOAD.formatted("")).toArray(String[]::new));
            String first = database.queryForString("SELECT statement FROM partition_tools.restore((SELECT min(archive_id) FROM partition_tools.archives))");
            String second = database.queryForString("SELECT statement FROM partition_tools.restore((SELECT max(archive_id) FROM partition_tools.archives))");

            reader.setAutoCommit(false);
            read.executeQuery("SELECT count(*) FROM sales.orders").close();
            CompletableFuture<Void> running = Background.run(() -> database.execute("SET partition_tools.writer_patience = '1s'; SET partition_tools.lock_patience = '5min'", first));
            Await.until("the archive has been read", () -> running.isDone() || !database.queryForStrings("SELECT 1 FROM pg_locks WHERE granted"
                    + " AND mode = 'ShareRowExclusiveLock' AND relation = 'sales.orders'::regclass AND gp_segment_id = -1").isEmpty());
            // Between two tries: one row beside the archives, one in the range of the second.
            insertBoth(database, "(1000001, '2026-03-03', 1, 1, 'beside')");
            insertBoth(database, "(1000002, '2026-02-03', 1, 1, 'within')");
            assertThat(running).isNotDone();
            reader.commit();
            running.join();

            assertThatThrownBy(() -> database.execute(second)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP073"));
            database.execute("DELETE FROM sales.orders WHERE id = 1000002", "DELETE FROM sales.truth WHERE id = 1000002", second);
            assertThat(orders.differences()).isZero();
            assertThat(orders.misplaced()).isEmpty();
            assertThat(orders.leftovers()).isEmpty();
        }
    }

    @Test
    void aRowThatComesIntoTheRangeOfAnArchiveWhileItIsReadKeepsItOut(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection reader = database.connect(); Statement read = reader.createStatement()) {
            ExternalStore.use(database);
            database.execute("UPDATE partition_tools.s3_server SET keep_external = false");
            Orders orders = Orders.create(database, Layout.HEAP_BY_KEY, PARTITIONS, 5000);
            database.execute(Task.run(database, UNLOAD.formatted("")).toArray(String[]::new));
            String restore = database.queryForString("SELECT statement FROM partition_tools.restore((SELECT min(archive_id) FROM partition_tools.archives))");

            reader.setAutoCommit(false);
            read.executeQuery("SELECT count(*) FROM sales.orders").close();
            CompletableFuture<Void> running = Background.run(() -> database.execute("SET partition_tools.writer_patience = '1s'; SET partition_tools.lock_patience = '5min'", restore));
            Await.until("the archive has been read", () -> running.isDone() || !database.queryForStrings("SELECT 1 FROM pg_locks WHERE granted"
                    + " AND mode = 'ShareRowExclusiveLock' AND relation = 'sales.orders'::regclass AND gp_segment_id = -1").isEmpty());
            insertBoth(database, "(1000001, '2026-01-03', 1, 1, 'within')");
            reader.commit();

            assertThatThrownBy(running::join).hasCauseInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(((SQLException) e.getCause()).getSQLState()).isEqualTo("PP073"));
            assertThat(database.queryForString("SELECT count(*) FROM sales.orders WHERE id = 1000001")).isEqualTo("1");
            database.execute("DELETE FROM sales.orders WHERE id = 1000001", "DELETE FROM sales.truth WHERE id = 1000001", restore);
            assertThat(orders.misplaced()).isEmpty();
            assertThat(orders.leftovers()).isEmpty();
        }
    }

    @Test
    void anIndexThatIsCreatedWhileAnArchiveIsReadIsNotMissing(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection reader = database.connect(); Statement read = reader.createStatement()) {
            ExternalStore.use(database);
            database.execute("UPDATE partition_tools.s3_server SET keep_external = false");
            Orders orders = Orders.create(database, Layout.HEAP_BY_KEY, PARTITIONS, 5000);
            database.execute(Task.run(database, UNLOAD.formatted("")).toArray(String[]::new));
            String restore = database.queryForString("SELECT statement FROM partition_tools.restore((SELECT min(archive_id) FROM partition_tools.archives))");
            String other = database.queryForString("SELECT statement FROM partition_tools.restore((SELECT max(archive_id) FROM partition_tools.archives))");

            reader.setAutoCommit(false);
            read.executeQuery("SELECT count(*) FROM sales.orders").close();
            CompletableFuture<Void> running = Background.run(() -> database.execute("SET partition_tools.writer_patience = '1s'; SET partition_tools.lock_patience = '5min'", restore));
            Await.until("the archive has been read", () -> running.isDone() || !database.queryForStrings("SELECT 1 FROM pg_locks WHERE granted"
                    + " AND mode = 'ShareRowExclusiveLock' AND relation = 'sales.orders'::regclass AND gp_segment_id = -1").isEmpty());
            database.execute("SET statement_timeout = '60s'", "CREATE INDEX orders_amount ON sales.orders (amount)");
            reader.commit();

            assertThatThrownBy(running::join).hasCauseInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(((SQLException) e.getCause()).getSQLState()).isEqualTo("PP041"));
            database.execute(restore, other);
            assertThat(orders.differences()).isZero();
            assertThat(orders.leftovers()).isEmpty();
            // The table's own, and one for each of four partitions.
            assertThat(database.queryForString("SELECT count(*) FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid WHERE pg_get_indexdef(x.indexrelid) LIKE '%(amount)'")).isEqualTo("5");
        }
    }

    private static void insertBoth(TestDatabase database, String values) throws SQLException {
        database.execute("SET statement_timeout = '60s'; INSERT INTO sales.orders VALUES " + values + "; INSERT INTO sales.truth VALUES " + values);
    }

    /** What generated scripts set, because the manager has no parameter for it. */
    @Test
    void theManagerDetachesWhereTheSessionSaysSo(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            ExternalStore.use(database);
            database.execute("UPDATE partition_tools.s3_server SET keep_external = false");
            Orders orders = Orders.create(database, Layout.HEAP_BY_KEY, PARTITIONS, 1000);

            database.execute("SET partition_tools.cleanup_policy = 'detach'", "SET partition_tools.unload_window = 'start'",
                    "SELECT partition_tools.unload_to_s3_partitions('sales.orders', '6 months', '5 months 15 days', p_as_of := '2026-07-01')");

            assertThat(database.queryForStrings("SELECT partition_name FROM partition_tools.archives")).containsExactly("p1");
            assertThat(database.queryForString("SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'sales' AND c.relkind = 'r'"
                    + " AND c.relname NOT IN ('orders', 'truth') AND c.oid NOT IN (SELECT i.inhrelid FROM pg_inherits AS i)")).isEqualTo("1");
            assertThat(orders.differences()).isPositive();
        }
    }

    /** Greenplum has no constraints for external tables, and asks them of partitions. */
    @Test
    void aTableWithConstraintsIsToldSoBeforeAnythingIsWritten(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            ExternalStore.use(database);
            Orders.create(database, Layout.HEAP_BY_KEY, PARTITIONS, 100);
            String statement = Task.run(database, UNLOAD.formatted("")).get(0);

            assertThatThrownBy(() -> database.execute(statement)).isInstanceOfSatisfying(SQLException.class, e -> {
                assertThat(e.getSQLState()).isEqualTo("PP077");
                assertThat(e.getMessage()).contains("sales.orders", "NOT NULL of column id", "orders_pkey", "keep_external = false");
            });
        }
    }

    @Test
    void everyValueComesBackAsItWas(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            ExternalStore.use(database);
            database.execute("CREATE SCHEMA sales", "CREATE TABLE sales.orders (id int, at date, f float8, r real, fs float8[], p point, n numeric, t text, b bytea,"
                            + " ts timestamptz, i interval, u uuid, j json, bits bit(3), tags text[], ip inet) DISTRIBUTED BY (id)"
                            + " PARTITION BY RANGE (at) (" + PARTITIONS + ")",
                    "INSERT INTO sales.orders SELECT g, '2026-01-03', g / 7.0, g / 7.0, ARRAY[g / 3.0, NULL, 'NaN'], point(g / 7.0, 1e-300), g / 7.0,"
                            + " CASE g % 5 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN E'a\"b,c\\n\\r\\\\.\\nd' WHEN 3 THEN E'\\\\N' ELSE 'naïve 😀' END,"
                            + " decode(lpad(to_hex(g), 8, '0'), 'hex'), '1999-12-31 23:59:59.999999+00'::timestamptz + g * interval '1.000001 s',"
                            + " g * interval '1 mon 2 days 00:00:00.5', md5(g::text)::uuid, ('{\"a\": ' || g || '}')::json, (g % 8)::bit(3),"
                            + " ARRAY['x,y', '\"', NULL, ''], '10.0.0.1' FROM generate_series(1, 500) AS g",
                    "INSERT INTO sales.orders (id, at, f) VALUES (0, '2026-01-03', 'Infinity'), (-1, '2026-01-03', '-0')",
                    "CREATE TABLE sales.truth AS SELECT * FROM sales.orders DISTRIBUTED BY (id)");
            String columns = "id, at, float8send(f), float4send(r), fs::text, point_send(p), n, t, b, ts, i, u, j::text, bits, tags, ip";
            String differences = "SELECT count(*) FROM ((SELECT " + columns + " FROM sales.orders EXCEPT ALL SELECT " + columns + " FROM sales.truth) UNION ALL"
                    + " (SELECT " + columns + " FROM sales.truth EXCEPT ALL SELECT " + columns + " FROM sales.orders)) AS d";

            try (Connection connection = database.connect(); Statement session = connection.createStatement()) {
                session.execute("SET IntervalStyle = 'sql_standard'; SET bytea_output = 'escape';"
                        + " SET TimeZone = 'Asia/Tokyo'; SET extra_float_digits = 0");
                for (String statement : Task.run(database, UNLOAD.formatted(""))) {
                    session.execute(statement);
                }
            }

            assertThat(database.queryForStrings(STORAGE)).startsWith("x");
            assertThat(database.queryForString(differences)).isEqualTo("0");
            database.execute(database.queryForString("SELECT statement FROM partition_tools.restore(1)"));
            assertThat(database.queryForString(differences)).isEqualTo("0");
        }
    }

    /** What is inserted through the table while it is written is in the archive, or the insert fails. */
    @Test
    void noRowIsLostMeanwhile(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            ExternalStore.use(database);
            Orders orders = ordersWithoutConstraints(database, Layout.HEAP_RANDOM, 50_000);
            AtomicBoolean stopped = new AtomicBoolean();
            AtomicInteger inserted = new AtomicInteger();
            CompletableFuture<Void> writer = Background.run(() -> insertInto(database, stopped, inserted));
            Await.until("the writer", () -> inserted.get() > 10);

            database.execute(Task.run(database, UNLOAD.formatted("")).toArray(String[]::new));

            stopped.set(true);
            writer.join();
            assertThat(orders.differences()).isZero();
        }
    }

    @Test
    void whatCannotBeWrittenStays(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            String writer = ExternalStore.use(database);
            Orders orders = ordersWithoutConstraints(database, Layout.HEAP_RANDOM, 5000);
            List<String> before = orders.partitions();
            List<String> statements = Task.run(database, UNLOAD.formatted(", \"s3_bucket\": \"no-such-bucket-here\""));

            assertThatThrownBy(() -> database.execute(statements.get(0))).isInstanceOf(SQLException.class);
            database.execute("UPDATE partition_tools.s3_server SET " + (writer.equals("pxf") ? "config = 'nosuchserver'" : "endpoint = 'http://127.0.0.1:1'"));
            assertThatThrownBy(() -> database.execute("SET statement_timeout = '60s'", Task.run(database, UNLOAD.formatted("")).get(0)))
                    .isInstanceOf(SQLException.class);

            assertThat(orders.partitions()).isEqualTo(before);
            assertThat(orders.differences()).isZero();
            assertThat(orders.leftovers()).isEmpty();
            assertThat(database.queryForString("SELECT count(*) FROM partition_tools.archives")).isEqualTo("0");
        }
    }

    @Test
    void aKillLeavesThePartitionAndAnotherStartArchivesIt(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            ExternalStore.use(database);
            Orders orders = ordersWithoutConstraints(database, Layout.HEAP_RANDOM, 100_000);
            List<String> before = orders.partitions();
            List<String> statements = Task.run(database, UNLOAD.formatted(""));
            int killed = 0;
            for (int millis = 20; millis <= 400; millis += 60) {
                killed += killedAfter(database, statements.get(0), millis) ? 1 : 0;
                if (database.queryForString("SELECT count(*) FROM partition_tools.archives").equals("0")) {
                    assertThat(orders.partitions()).isEqualTo(before);
                }
                assertThat(orders.differences()).isZero();
            }

            database.execute(statements.toArray(String[]::new));

            assertThat(killed).isPositive();
            assertThat(orders.differences()).isZero();
            assertThat(database.queryForStrings(STORAGE)).startsWith("x", "x");
            assertThat(orders.leftovers()).isEmpty();
        }
    }

    /** Only s3:text unpacks, and only s3:text:multi reads an object of any size in one piece that is not packed. */
    @ParameterizedTest
    @CsvSource({"gzip, s3:text&SERVER=minio&COMPRESSION_CODEC=gzip, s3:text&SERVER=minio", "none, s3:text&SERVER=minio, s3:text:multi&SERVER=minio"})
    void pxfReadsWithTheProfileThatFitsWhatItHasWritten(String compression, String written, String read, TestDatabase database) throws Exception {
        String location = "SELECT partition_tools_internal.external_location(s, 's3://bucket/a/b', %s) FROM"
                + " (SELECT ('lake', NULL, NULL, true, NULL, '', 'pxf', 'csv', '" + compression
                + "', 'when_required', false, 16, 2, NULL, 'minio', true)::partition_tools.s3_server AS s) AS v";
        assertThat(database.queryForString(location.formatted(true))).isEqualTo("pxf://bucket/a/b?PROFILE=" + written);
        assertThat(database.queryForString(location.formatted(false))).isEqualTo("pxf://bucket/a/b?PROFILE=" + read);
    }

    /** What PXF has no codec for is said by the plan's check, before a row is read. */
    @ParameterizedTest
    @CsvSource({"pxf, csv, zstd, compression zstd", "pxf, parquet, gzip, format parquet", "s3, parquet, gzip, format parquet"})
    void whatAWriterDoesNotKnowIsRefusedBefore(String writer, String format, String compression, String named, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders orders = ordersWithoutConstraints(database, Layout.HEAP_RANDOM, 100);
            database.query("INSERT INTO partition_tools.s3_server (name, bucket, writer, config, format, compression) VALUES ('default', 'bucket', ?, 'c', ?, ?) RETURNING name",
                    writer, format, compression);

            assertThat(database.queryForStrings("SELECT message FROM partition_tools.check_partitions('sales.orders', ?::json, '2026-07-01') WHERE finding = 'unknown_server'",
                    UNLOAD.formatted(""))).singleElement().asString().contains("\"default\" has " + named);
            assertThatThrownBy(() -> Task.run(database, UNLOAD.formatted(""))).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP070"));
            assertThat(orders.differences()).isZero();
        }
    }

    /** Nothing is written: there is no protocol here that could. */
    @Test
    void aCarriageReturnThatPxfWouldNotReadBackIsNamedBeforeAnythingIsWritten(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            ordersWithoutConstraints(database, Layout.HEAP_RANDOM, 100);
            database.execute("ALTER TABLE sales.orders ADD COLUMN \"Some text\" varchar, ADD COLUMN tags text[]",
                    "INSERT INTO sales.orders (id, at, \"Some text\", tags) VALUES (1, '2026-01-02', E'a\\rb', E'{\"x\\r\\n\"}')",
                    "INSERT INTO partition_tools.s3_server (name, bucket, writer, compression) VALUES ('default', 'bucket', 'pxf', 'none')");
            String statement = Task.run(database, UNLOAD.formatted("")).get(0);

            assertThatThrownBy(() -> database.execute(statement)).isInstanceOfSatisfying(SQLException.class, e -> {
                assertThat(e.getSQLState()).isEqualTo("PP076");
                assertThat(e.getMessage()).contains("Carriage returns in: \"Some text\", tags.", "compression = 'gzip' WHERE name = 'default'");
            });
        }
    }

    @Test
    void withoutCompressionLineBreaksComeBackAlsoWhenTheServerHasOneMeanwhile(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            ExternalStore.usePxf(database);
            database.execute("UPDATE partition_tools.s3_server SET compression = 'none', keep_external = false");
            Orders orders = Orders.create(database, Layout.HEAP_BY_KEY, PARTITIONS, 5000);
            database.execute("UPDATE sales.orders SET note = E'two\\nlines, \"quoted\"' WHERE id % 3 = 0", "UPDATE sales.truth SET note = E'two\\nlines, \"quoted\"' WHERE id % 3 = 0");
            database.execute(Task.run(database, UNLOAD.formatted("")).toArray(String[]::new));
            assertThat(database.queryForStrings("SELECT DISTINCT compression FROM partition_tools.archives")).containsExactly("none");
            database.execute("UPDATE partition_tools.s3_server SET compression = 'gzip'");

            for (String archive : database.queryForStrings("SELECT archive_id FROM partition_tools.archives")) {
                Invocation restore = Invocation.of("restore", archive, "--url", database.url());
                assertThat(restore.exitCode()).as(restore.err()).isZero();
            }

            assertThat(orders.differences()).isZero();
        }
    }

    /** The engine reads its own archives; a worker would know nothing of them. */
    @Test
    void theCommandLineRestoresWithoutAWorkerAndSaysWhatIsMissing(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            ordersWithoutConstraints(database, Layout.HEAP_RANDOM, 100);
            database.execute("INSERT INTO partition_tools.s3_server (name, bucket, writer, config) VALUES ('default', 'bucket', 's3', '/nowhere')",
                    "INSERT INTO partition_tools_internal.archive (table_schema, table_name, partition_name, lower_bound, upper_bound, server, bucket, location, writer,"
                            + " rows, bytes, definition, manifest, job_id) VALUES ('sales', 'orders', 'p0', NULL, NULL, 'default', 'bucket', 's3://bucket/p0', 's3',"
                            + " 1, 0, '{\"columns\": [{\"name\": \"id\", \"type\": \"integer\"}]}', '{}', 1)");

            Invocation restore = Invocation.of("restore", "1", "--as-table", "sales.old", "--url", database.url());

            assertThat(restore.exitCode()).as(restore.err()).isEqualTo(4);
            assertThat(restore.err()).contains("protocol \"s3\" does not exist").doesNotContain("Exception");
            assertThat(database.queryForString("SELECT state || ' ' || sqlstate FROM partition_tools.jobs WHERE action = 'restore'")).startsWith("failed ");
        }
    }

    private static Orders ordersWithoutConstraints(TestDatabase database, Layout layout, int rows) throws SQLException {
        Orders orders = Orders.create(database, layout, PARTITIONS, rows);
        database.execute("ALTER TABLE sales.orders ALTER COLUMN id DROP NOT NULL, ALTER COLUMN at DROP NOT NULL");
        return orders;
    }

    private static void insertInto(TestDatabase database, AtomicBoolean stopped, AtomicInteger inserted) throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int id = 1_000_000; !stopped.get(); id++) {
                String values = " VALUES (" + id + ", date '2026-01-01' + " + id % 59 + ", 1, 1, 'meanwhile')";
                try {
                    statement.execute("INSERT INTO sales.orders" + values);
                    statement.execute("INSERT INTO sales.truth" + values);
                    connection.commit();
                    inserted.incrementAndGet();
                } catch (SQLException e) {
                    connection.rollback();
                    assertThat(e.getMessage()).contains("external");
                }
            }
        }
    }

    private static boolean killedAfter(TestDatabase database, String statement, int millis) throws Exception {
        try (Connection connection = database.connect(); Statement session = connection.createStatement()) {
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            CompletableFuture<Void> job = Background.run(() -> session.execute(statement));
            Thread.sleep(millis);
            database.query("SELECT pg_terminate_backend(?)", pid);
            boolean failed = job.handle((nothing, error) -> error != null).join();
            Await.until("the killed session to give its locks back", () -> database.queryForStrings("SELECT 1 FROM pg_locks"
                    + " WHERE locktype = 'advisory' AND classid IN (1347702785, 1347702786)"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").isEmpty());
            return failed;
        }
    }
}
