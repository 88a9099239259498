package org.partitiontools.greenplum;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.partitiontools.testing.TestDatabase;

/** The table under test, {@code sales.orders}, beside {@code sales.truth}, a plain table that gets every change in the same transaction. */
final class Orders {

    private static final String COLUMNS = "(id bigint NOT NULL, at date NOT NULL, customer int, amount numeric, note text%s)";
    private static final String DIFFERENCES = """
            SELECT count(*) FROM (
                (SELECT * FROM sales.orders EXCEPT ALL SELECT * FROM sales.truth)
                UNION ALL
                (SELECT * FROM sales.truth EXCEPT ALL SELECT * FROM sales.orders)
            ) AS d
            """;

    private final TestDatabase database;
    private final int rows;

    private Orders(TestDatabase database, int rows) {
        this.database = database;
        this.rows = rows;
    }

    /** Makes the table anew, with rows in the first half of 2026, and some in 2025, which the default partition takes. */
    static Orders create(TestDatabase database, Layout layout, String partitions, int rows) throws SQLException {
        return create(database, layout.hasKey() ? ", PRIMARY KEY (id, at)" : "", layout.clause() + " PARTITION BY RANGE (at) (" + partitions + ")", rows);
    }

    /** The same, not partitioned; where it has a key, that is without the column by which it could be. */
    static Orders createPlain(TestDatabase database, Layout layout, int rows) throws SQLException {
        return create(database, layout.hasKey() ? ", PRIMARY KEY (id)" : "", layout.clause(), rows);
    }

    private static Orders create(TestDatabase database, String key, String clause, int rows) throws SQLException {
        database.execute(
                "DROP SCHEMA IF EXISTS sales CASCADE",
                "CREATE SCHEMA sales",
                "CREATE TABLE sales.truth " + COLUMNS.formatted("") + " DISTRIBUTED BY (id)",
                "CREATE TABLE sales.orders " + COLUMNS.formatted(key) + clause,
                "CREATE INDEX orders_customer ON sales.orders (customer)",
                "INSERT INTO sales.truth SELECT g, CASE WHEN g % 20 = 0 THEN date '2025-03-01' + (g % 300)::int"
                        + " ELSE date '2026-01-01' + (g % 179)::int END, g % 1000, g, 'row ' || g FROM generate_series(1, " + rows + ") AS g",
                "INSERT INTO sales.orders SELECT * FROM sales.truth",
                "ANALYZE sales.truth", "ANALYZE sales.orders");
        return new Orders(database, rows);
    }

    TestDatabase database() {
        return database;
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

    long differences() throws SQLException {
        try (Connection connection = database.connect()) {
            return differences(connection);
        }
    }

    /** As {@link #differences()}, but found by way of the index: a row that it lacks is lost to many queries. */
    long differencesByIndex() throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off; SET optimizer_enable_tablescan = off; SET optimizer_enable_dynamictablescan = off");
            try (ResultSet row = statement.executeQuery("SELECT abs((SELECT count(*) FROM sales.orders WHERE customer = 77)"
                    + " - (SELECT count(*) FROM sales.truth WHERE customer = 77))")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Leaves with rows that do not belong there. */
    List<String> misplaced() throws SQLException {
        List<String> checks = database.queryForStrings(isDeclarative() ? """
                SELECT format('SELECT %L::text WHERE EXISTS (SELECT 1 FROM %s WHERE NOT (%s))', i.inhrelid::regclass, i.inhrelid::regclass, pg_get_partition_constraintdef(i.inhrelid))
                  FROM pg_inherits AS i WHERE i.inhparent = 'sales.orders'::regclass AND pg_get_partition_constraintdef(i.inhrelid) <> ''
                """ : """
                SELECT format('SELECT %L::text WHERE EXISTS (SELECT 1 FROM %I.%I WHERE NOT (%s))', partitiontablename, partitionschemaname, partitiontablename,
                    concat_ws(' AND ', CASE WHEN partitionrangestart <> '' THEN format('at %s %s', CASE WHEN partitionstartinclusive THEN '>=' ELSE '>' END, partitionrangestart) END,
                                       CASE WHEN partitionrangeend <> '' THEN format('at %s %s', CASE WHEN partitionendinclusive THEN '<=' ELSE '<' END, partitionrangeend) END))
                  FROM pg_partitions WHERE schemaname = 'sales' AND tablename = 'orders' AND NOT partitionisdefault
                """);
        return checks.isEmpty() ? List.of() : database.queryForStrings(String.join(" UNION ALL ", checks));
    }

    /** The partitions: bounds, storage, tablespace, rows of the catalogue, and what identifies the very tables. */
    List<String> partitions() throws SQLException {
        return database.queryForStrings(isDeclarative() ? """
                SELECT format('%s %s %s %s %s', c.oid, pg_get_expr(c.relpartbound, 0), c.reloptions, c.relam, s.spcname)
                  FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
                 WHERE i.inhparent = 'sales.orders'::regclass ORDER BY 1
                """ : """
                SELECT format('%s %s..%s %s %s %s', c.oid, p.partitionrangestart, p.partitionrangeend, c.reloptions, c.relstorage, s.spcname)
                  FROM pg_partitions AS p
                  JOIN pg_class AS c ON c.oid = format('%I.%I', p.partitionschemaname, p.partitiontablename)::regclass
                  LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
                 WHERE p.schemaname = 'sales' AND p.tablename = 'orders' ORDER BY 1
                """);
    }

    /** Whether partitions are in the catalogue as in PostgreSQL: from Greenplum 7 on. */
    private boolean isDeclarative() throws SQLException {
        return Integer.parseInt(database.queryForString("SHOW server_version_num")) >= 120_000;
    }

    /** Whatever jobs make for themselves and must not leave behind. */
    List<String> leftovers() throws SQLException {
        return database.queryForStrings("""
                SELECT 'relation ' || c.oid::regclass FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                 WHERE c.relname LIKE '%partition\\_tools%' OR n.nspname = 'sales' AND c.relkind = 'r'
                   AND c.oid NOT IN ('sales.orders'::regclass, 'sales.truth'::regclass)
                   AND c.oid NOT IN (SELECT i.inhrelid FROM pg_inherits AS i)
                UNION ALL SELECT 'constraint ' || conname FROM pg_constraint WHERE conname LIKE 'partition\\_tools%'
                UNION ALL SELECT 'advisory lock of ' || pid FROM pg_locks
                           WHERE locktype = 'advisory' AND classid IN (1347702785, 1347702786)
                             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """);
    }
}
