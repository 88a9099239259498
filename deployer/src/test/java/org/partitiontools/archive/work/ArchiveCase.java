package org.partitiontools.archive.work;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.partitiontools.testing.TestDatabase;

/** A table of months whose January is to be archived, its rows beside it, a bucket, and a proxy before the bucket. */
final class ArchiveCase implements AutoCloseable {

    private static final String POLICY = """
            [{"operation": "create_partitions", "granularity": "1 month", "lower_bound": "2 months", "upper_bound": "-1 month"},
             {"operation": "unload_to_s3_partitions", "lower_bound": "1 year", "upper_bound": "4 months"}]""";
    private static final String AS_OF = "2026-06-01 00:00+00";
    /** How long the tests let a server be silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final TestDatabase database;
    private final TestStore store = new TestStore();
    private final FaultProxy proxy;

    private ArchiveCase(TestDatabase database) throws IOException {
        this.database = database;
        this.proxy = new FaultProxy(TestStore.serverAddress());
    }

    /** Some thousand rows of January, and some of February. */
    static ArchiveCase small(TestDatabase any) throws Exception {
        return of(any, "id bigint, note text", """
                SELECT g, 'note ' || g FROM generate_series(1, 5000) AS g""", "");
    }

    /** January of many megabytes that do not compress: several parts. */
    static ArchiveCase large(TestDatabase any, String server) throws Exception {
        return of(any, "id bigint, note bytea", """
                SELECT g, decode(string_agg(md5(random()::text), ''), 'hex')
                FROM generate_series(1, 300) AS g, generate_series(1, 4000) GROUP BY g""", server);
    }

    /**
     * @param columns columns of the table; a timestamptz {@code at}, its key, comes before them
     * @param rows a query for them, without {@code at}
     * @param server columns of s3_server, as name = value
     * @param preparation statements that come before
     */
    static ArchiveCase of(TestDatabase any, String columns, String rows, String server, String... preparation) throws Exception {
        ArchiveCase created = new ArchiveCase(any.fresh());
        created.database.execute(preparation);
        created.database.execute("CREATE SCHEMA sales",
                "CREATE TABLE sales.orders (at timestamptz NOT NULL, " + columns + ") PARTITION BY RANGE (at)",
                "CREATE TABLE sales.orders_2026_01 PARTITION OF sales.orders FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2026-02-01 00:00+00')",
                "CREATE TABLE sales.orders_2026_02 PARTITION OF sales.orders FOR VALUES FROM ('2026-02-01 00:00+00') TO ('2026-03-01 00:00+00')",
                "INSERT INTO sales.orders SELECT '2026-01-01 00:00+00'::timestamptz + row_number() OVER () * interval '1 second', q.* FROM (" + rows + ") AS q",
                "CREATE TABLE truth AS TABLE sales.orders",
                "ANALYZE sales.orders_2026_01");
        created.store.register(created.database, created.proxy.endpoint(), server);
        return created;
    }

    TestDatabase database() {
        return database;
    }

    TestStore store() {
        return store;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** The job that archives January. */
    long job() throws SQLException {
        List<String> jobs = database.queryForStrings(
                "SELECT job_id FROM partition_tools.run('sales.orders', ?::json, '" + AS_OF + "') ORDER BY job_id", POLICY);
        return Long.parseLong(jobs.get(jobs.size() - 1));
    }

    /** Does a job as the program does it. */
    void work(long job) throws SQLException {
        worker().work(job);
    }

    Worker worker() {
        return new Worker(database.database(), PATIENCE);
    }

    /** Brings the only archive back. */
    void restore() throws SQLException {
        work(Long.parseLong(database.queryForString("SELECT job_id FROM partition_tools.restore((SELECT max(archive_id) FROM partition_tools.archives))")));
    }

    String state(long job) throws SQLException {
        return database.queryForString("SELECT state FROM partition_tools.jobs WHERE job_id = " + job);
    }

    boolean hasJanuary() throws SQLException {
        return database.queryForString("SELECT count(*) FROM pg_inherits WHERE inhrelid = to_regclass('sales.orders_2026_01')").equals("1");
    }

    long archives() throws SQLException {
        return Long.parseLong(database.queryForString("SELECT count(*) FROM partition_tools.archives"));
    }

    /** Rows that the table has and should not have, or lacks; compared as text, for not all types can be compared. */
    long differences() throws SQLException {
        return Long.parseLong(database.queryForString("""
                WITH t AS (SELECT orders::text FROM sales.orders), truth AS (SELECT truth::text FROM truth)
                SELECT (SELECT count(*) FROM (TABLE t EXCEPT ALL TABLE truth) AS a) + (SELECT count(*) FROM (TABLE truth EXCEPT ALL TABLE t) AS b)"""));
    }

    /** Triggers on partitions, and tables of a job that is over. */
    List<String> leftovers() throws SQLException {
        return database.queryForStrings("""
                SELECT tgname || ' on ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'sales.%'""");
    }

    /** Keys, without the folder of the partition. */
    List<String> names() {
        return store.keys().stream().map(key -> key.substring(key.lastIndexOf('/') + 1)).toList();
    }

    @Override
    public void close() throws SQLException, IOException {
        proxy.close();
        store.close();
        database.close();
    }
}
