package org.partitiontools.lifecycle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.partitiontools.testing.TestDatabase;

/**
 * The table under test, {@code orders}, beside {@code truth}, a plain table that gets every change in the same transaction.
 *
 * <p>It has what makes moving rows hard: a generated column, values that are toasted, a foreign key, an index of its own.
 */
final class Orders {

    /** Rows at the start; {@code -Dlifecycle.rows=200000} makes a longer test. */
    static final int ROWS = Integer.getInteger("lifecycle.rows", 20_000);
    static final int CUSTOMERS = 100;
    /** The reference time of every plan: rows lie in the six months before. */
    static final String AS_OF = "2026-07-01 00:00+00";

    private static final String COLUMNS = "id bigint NOT NULL, at timestamptz %s, customer int NOT NULL, amount numeric NOT NULL, note text";
    private static final String FILL = """
            INSERT INTO truth
            SELECT g, CASE WHEN %s AND g %% 50 = 0 THEN NULL
                           WHEN %s AND g %% 20 = 1 THEN timestamptz '2025-03-01 00:00+00' + g %% 400 * interval '18 hours'
                           ELSE timestamptz '2026-01-05 00:00+00' + g %% 4200 * interval '1 hour' END,
                   1 + g %% %d, g, CASE WHEN g %% 500 = 0 THEN (SELECT string_agg(md5((g + h)::text), '') FROM generate_series(1, 200) AS h)
                                       ELSE 'row ' || g END
            FROM generate_series(1, %d) AS g
            """;
    private static final String DIFFERENCES = """
            SELECT count(*) FROM (
                (SELECT id, at, customer, amount, note, doubled FROM orders EXCEPT ALL SELECT id, at, customer, amount, note, amount * 2 FROM truth)
                UNION ALL
                (SELECT id, at, customer, amount, note, amount * 2 FROM truth EXCEPT ALL SELECT id, at, customer, amount, note, doubled FROM orders)
            ) AS d
            """;

    private final TestDatabase database;
    private final Shape shape;
    private final int rows;

    private Orders(TestDatabase database, Shape shape, int rows) {
        this.database = database;
        this.shape = shape;
        this.rows = rows;
    }

    /**
     * Makes the table anew, with rows.
     *
     * @param partitions statements that make partitions of {@code orders}, which all rows must fit into
     */
    static Orders create(TestDatabase database, Shape shape, int rows, List<String> partitions) throws SQLException {
        return create(database, shape, rows, partitions, " PARTITION BY RANGE (at)");
    }

    /** Makes it as a plain table, to be partitioned. */
    static Orders createPlain(TestDatabase database, Shape shape, int rows) throws SQLException {
        return create(database, shape, rows, List.of("CREATE INDEX ON orders (at)"), "");
    }

    private static Orders create(TestDatabase database, Shape shape, int rows, List<String> partitions, String clause) throws SQLException {
        Orders orders = new Orders(database, shape, rows);
        String columns = COLUMNS.formatted(shape.nullable() ? "" : "NOT NULL");
        boolean anywhere = clause.isEmpty() || partitions.stream().anyMatch(sql -> sql.endsWith("DEFAULT"));
        database.execute(
                "DROP TABLE IF EXISTS orders, truth, customers CASCADE",
                "CREATE TABLE customers (id int PRIMARY KEY)",
                "INSERT INTO customers SELECT generate_series(1, " + CUSTOMERS + ")",
                "CREATE TABLE truth (" + columns + ", PRIMARY KEY (id))",
                "CREATE TABLE orders (" + columns + ", doubled numeric GENERATED ALWAYS AS (amount * 2) STORED"
                        + ", FOREIGN KEY (customer) REFERENCES customers" + shape.constraintClause() + ")" + clause,
                "CREATE INDEX ON orders (id)");
        database.execute(partitions.toArray(String[]::new));
        database.execute(FILL.formatted(shape.nullable() && anywhere, anywhere, CUSTOMERS, rows),
                "INSERT INTO orders SELECT * FROM truth", "ANALYZE orders");
        return orders;
    }

    TestDatabase database() {
        return database;
    }

    Shape shape() {
        return shape;
    }

    /** How many rows it had at first; their ids count from 1. */
    int rows() {
        return rows;
    }

    /** Rows that are in one of the two tables only, as one snapshot has them. */
    static long differences(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(DIFFERENCES)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** As {@link #differences(Connection)}, but found by way of the indexes: a row they lack is lost to most queries. */
    long differencesByIndex() throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM truth AS t WHERE NOT EXISTS"
                    + " (SELECT FROM orders AS o WHERE o.id = t.id AND o.at IS NOT DISTINCT FROM t.at AND o.doubled = t.amount * 2)")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    long differences() throws SQLException {
        try (Connection connection = database.connect()) {
            return differences(connection);
        }
    }

    /** Partitions with rows that do not belong there: nothing has checked them when they were attached. */
    List<String> misplaced() throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            List<String> checks = database.queryForStrings("SELECT format('SELECT %L WHERE EXISTS (SELECT FROM ONLY %s WHERE NOT (%s))',"
                    + " c.oid::regclass, c.oid::regclass, pg_get_partition_constraintdef(c.oid))"
                    + " FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid"
                    + " WHERE i.inhparent = 'orders'::regclass AND pg_get_partition_constraintdef(c.oid) IS NOT NULL");
            return checks.isEmpty() ? List.of() : database.queryForStrings(String.join(" UNION ALL ", checks));
        }
    }

    /** Names of the partitions, and what identifies the very tables. */
    List<String> partitions() throws SQLException {
        return database.queryForStrings("SELECT format('%s %s', c.oid, c.relname) FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid"
                + " WHERE i.inhparent = 'orders'::regclass ORDER BY c.relname");
    }

    /** The whole definition of the table and its partitions, as text to compare. */
    List<String> definition() throws SQLException {
        return database.queryForStrings("""
                WITH t AS (SELECT relid FROM pg_partition_tree('orders'))
                SELECT format('%s %s %s %s %s', c.oid::regclass, c.oid, pg_get_expr(c.relpartbound, c.oid), c.relacl, c.reloptions)
                  FROM pg_class AS c JOIN t ON t.relid = c.oid
                UNION ALL
                SELECT format('%s.%s %s %s', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull)
                  FROM pg_attribute AS a JOIN t ON t.relid = a.attrelid WHERE a.attnum > 0
                UNION ALL
                SELECT format('%s %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) FROM pg_constraint AS k JOIN t ON t.relid = k.conrelid
                UNION ALL
                SELECT pg_get_indexdef(x.indexrelid) FROM pg_index AS x JOIN t ON t.relid = x.indrelid
                UNION ALL
                SELECT pg_get_triggerdef(g.oid) FROM pg_trigger AS g JOIN t ON t.relid = g.tgrelid WHERE NOT g.tgisinternal
                ORDER BY 1
                """);
    }
}
