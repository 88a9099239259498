package org.partitiontools.sql;

import java.sql.SQLException;
import java.util.List;
import org.partitiontools.testing.TestDatabase;

/** A table of January 2025 in two partitions, t_a the larger one, beside an empty default partition. */
final class January implements AutoCloseable {

    static final int ROWS = 1000;

    private final TestDatabase database;

    January(TestDatabase any) throws SQLException {
        database = any.fresh();
        database.execute("""
                CREATE TABLE t (id bigint NOT NULL, at date NOT NULL, price numeric, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                CREATE TABLE t_a PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2025-01-16');
                CREATE TABLE t_b PARTITION OF t FOR VALUES FROM ('2025-01-16') TO ('2025-02-01');
                CREATE TABLE t_d PARTITION OF t DEFAULT;
                INSERT INTO t SELECT g, '2025-01-01'::date + CASE WHEN g % 10 < 8 THEN g % 15 ELSE 15 + g % 16 END, 10, 'note'
                  FROM generate_series(1, 1000) AS g""");
    }

    TestDatabase database() {
        return database;
    }

    /** A job, not begun, that merges both partitions into t_jan. */
    long merge() throws SQLException {
        return job("'t', '{t_a,t_b}', '{2025-01-01,2025-02-01}', '{t_jan}'");
    }

    /** A job, not begun, that replaces t_a by a copy of itself. */
    long move() throws SQLException {
        return job("'t', '{t_a}', '{2025-01-01,2025-01-16}', '{t_a}'");
    }

    private long job(String arguments) throws SQLException {
        return Long.parseLong(database.queryForString("SELECT partition_tools_internal.repartition_job(" + arguments + ", NULL, NULL)"));
    }

    void start(long job) throws SQLException {
        database.execute("CALL partition_tools.start(" + job + ")");
    }

    /** The partition's definition, without what a job has put there for its time. */
    List<String> dump(String leaf) throws SQLException {
        return LeafDump.of(database, "public." + leaf).stream().filter(line -> !line.contains("partition_tools_j")).toList();
    }

    /** Names of everything that jobs have made for their time, wherever it is. */
    List<String> leftovers() throws SQLException {
        return database.queryForStrings("""
                SELECT relname FROM pg_class WHERE relname LIKE 'partition\\_tools\\_j%'
                UNION ALL SELECT conname FROM pg_constraint WHERE conname ~ '^partition_tools_(j|bounds)'
                UNION ALL SELECT tgname FROM pg_trigger WHERE tgname LIKE 'partition\\_tools\\_j%'""");
    }

    long rows() throws SQLException {
        return Long.parseLong(database.queryForString("SELECT count(*) FROM t"));
    }

    /** Errors that any job has had. */
    List<String> errors() throws SQLException {
        return database.queryForStrings("SELECT sqlstate || ' ' || message FROM partition_tools_internal.job_event WHERE sqlstate IS NOT NULL ORDER BY event_id");
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
