package org.partitiontools.migration;

import java.sql.SQLException;
import org.partitiontools.testing.TestDatabase;

/** A table in another database, seen through postgres_fdw as {@code legacy."Events"}, and its target {@code public."Events"}. */
final class ForeignSource {

    private static final String COLUMNS = "(\"Id\" bigint%s, \"When\" timestamptz, note text, \"Amount\" numeric(12,2))";

    private ForeignSource() {
    }

    /**
     * Makes both.
     *
     * @param rows how many; some have no key, if the key is not the primary key
     * @param key whether "Id" is a primary key, on both sides
     */
    static void create(TestDatabase remote, TestDatabase local, long rows, boolean key) throws SQLException {
        String primary = key ? " PRIMARY KEY" : "";
        remote.execute("CREATE SCHEMA shop",
                "CREATE TABLE shop.\"Events\" " + COLUMNS.formatted(primary),
                "INSERT INTO shop.\"Events\" SELECT i, '2024-01-01'::timestamptz + i * interval '7 s', "
                        + "CASE WHEN i % 10 > 0 THEN 'note ' || i END, CASE WHEN i % 7 > 0 THEN i / 3.0 END FROM generate_series(1, " + rows + ") AS i",
                key ? "SELECT 1" : "INSERT INTO shop.\"Events\" SELECT NULL, NULL, 'no key ' || i, i FROM generate_series(1, 5) AS i",
                "ANALYZE shop.\"Events\"");
        local.execute("CREATE EXTENSION postgres_fdw", "CREATE SCHEMA legacy",
                "CREATE SERVER legacy FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'localhost', port '" + local.server().port()
                        + "', dbname '" + remote.name() + "', fetch_size '10000')",
                "CREATE USER MAPPING FOR CURRENT_USER SERVER legacy OPTIONS (user 'postgres', password_required 'false')",
                "IMPORT FOREIGN SCHEMA shop FROM SERVER legacy INTO legacy",
                "CREATE TABLE public.\"Events\" " + COLUMNS.formatted(primary));
    }
}
