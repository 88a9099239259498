package org.partitiontools.lifecycle;

import java.sql.SQLException;
import java.util.List;
import org.partitiontools.sql.LeafDump;
import org.partitiontools.testing.TestDatabase;

/** A table of 1,000 rows in January 2025, in two partitions, t_a the larger one, beside an empty default partition, and jobs on it. */
public final class January implements AutoCloseable {

    public static final int ROWS = 1000;

    static final String MERGE = "CALL partition_tools.repartition('t', '{t_a,t_b}', '{2025-01-01,2025-02-01}', '{t_jan}')";

    private static final String PARTITIONS = """
            CREATE TABLE t_a PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2025-01-16');
            CREATE TABLE t_b PARTITION OF t FOR VALUES FROM ('2025-01-16') TO ('2025-02-01');
            CREATE TABLE t_d PARTITION OF t DEFAULT
            """;

    private final TestDatabase database;

    /** With a primary key, in a database of its own. */
    public January(TestDatabase any) throws SQLException {
        database = any.fresh();
        create(database, "PRIMARY KEY (id, at)");
    }

    /** @param key such as {@code PRIMARY KEY (id, at)}; empty for none */
    static void create(TestDatabase database, String key) throws SQLException {
        createAs(database, "id bigint NOT NULL, at date NOT NULL, price numeric, note text" + (key.isEmpty() ? "" : ", " + key));
        database.execute("INSERT INTO t SELECT g, '2025-01-01'::date + CASE WHEN g % 10 < 8 THEN g % 15 ELSE 15 + g % 16 END, 10, 'note ' || g"
                + " FROM generate_series(1, " + ROWS + ") AS g");
    }

    /** Without rows. @param columns and constraints of the table; one column is {@code at} */
    static void createAs(TestDatabase database, String columns) throws SQLException {
        database.execute("CREATE TABLE t (" + columns + ") PARTITION BY RANGE (at)", PARTITIONS);
    }

    public TestDatabase database() {
        return database;
    }

    /** A job, not begun, that merges both partitions into t_jan. */
    public long merge() throws SQLException {
        return merge(database);
    }

    static long merge(TestDatabase database) throws SQLException {
        return job(database, "'t', '{t_a,t_b}', '{2025-01-01,2025-02-01}', '{t_jan}'");
    }

    /** A job, not begun, that replaces t_a by a copy of itself. */
    public long move() throws SQLException {
        return job(database, "'t', '{t_a}', '{2025-01-01,2025-01-16}', '{t_a}'");
    }

    private static long job(TestDatabase database, String arguments) throws SQLException {
        return Long.parseLong(database.queryForString("SELECT partition_tools_internal.repartition_job(" + arguments + ", NULL, NULL)"));
    }

    public void start(long job) throws SQLException {
        database.execute("CALL partition_tools.start(" + job + ")");
    }

    /** The partition's definition, without what a job has put there for its time. */
    public List<String> dump(String leaf) throws SQLException {
        return LeafDump.of(database, "public." + leaf).stream().filter(line -> !line.contains("partition_tools_j")).toList();
    }

    /** Names of everything that jobs have made for their time, wherever it is. */
    public List<String> leftovers() throws SQLException {
        return database.queryForStrings("""
                SELECT relname FROM pg_class WHERE relname LIKE 'partition\\_tools\\_j%'
                UNION ALL SELECT conname FROM pg_constraint WHERE conname ~ '^partition_tools_(j|bounds)'
                UNION ALL SELECT tgname FROM pg_trigger WHERE tgname LIKE 'partition\\_tools\\_j%'""");
    }

    public long rows() throws SQLException {
        return Long.parseLong(database.queryForString("SELECT count(*) FROM t"));
    }

    /** Errors that any job has had. */
    public List<String> errors() throws SQLException {
        return database.queryForStrings("SELECT sqlstate || ' ' || message FROM partition_tools_internal.job_event WHERE sqlstate IS NOT NULL ORDER BY event_id");
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
