package org.partitiontools.lifecycle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.partitiontools.testing.TestDatabase;

/** A small table of 1,000 rows in January, in two halves beside a default partition, and the job that makes one partition of the halves. */
final class January {

    static final String MERGE = "CALL partition_tools.repartition('t', '{t_a,t_b}', '{2025-01-01,2025-02-01}', '{t_jan}')";

    private static final String PARTITIONS = """
            CREATE TABLE t_a PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2025-01-16');
            CREATE TABLE t_b PARTITION OF t FOR VALUES FROM ('2025-01-16') TO ('2025-02-01');
            CREATE TABLE t_d PARTITION OF t DEFAULT
            """;

    private January() {
    }

    /** @param key such as {@code PRIMARY KEY (id, at)}; empty for none */
    static void create(TestDatabase database, String key) throws SQLException {
        createAs(database, "id bigint NOT NULL, at date NOT NULL, price numeric, note text" + (key.isEmpty() ? "" : ", " + key));
        database.execute("INSERT INTO t SELECT i, date '2025-01-01' + i % 31, 10, 'note ' || i FROM generate_series(1, 1000) AS i");
    }

    /** Without rows. @param columns and constraints of the table; one column is {@code at} */
    static void createAs(TestDatabase database, String columns) throws SQLException {
        database.execute("CREATE TABLE t (" + columns + ") PARTITION BY RANGE (at)", PARTITIONS);
    }

    /** Persists the merge as a job without starting it. */
    static long job(TestDatabase database) throws SQLException {
        return Long.parseLong(database.queryForString("SELECT partition_tools_internal.repartition_job('t', '{t_a,t_b}',"
                + " '{2025-01-01,2025-02-01}', '{t_jan}', NULL, NULL)"));
    }

    /** A new session with an open transaction that has executed one statement. */
    static Connection transaction(TestDatabase database, String level, String first) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        execute(connection, "SET TRANSACTION ISOLATION LEVEL " + level);
        execute(connection, first);
        return connection;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first value of the first row, as text. */
    static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
