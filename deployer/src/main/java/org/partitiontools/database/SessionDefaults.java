package org.partitiontools.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings on which a result could depend, pinned in every session: a role or a database may set any of them
 * ({@code ALTER ROLE ... SET}), and a job must not change its meaning, or end after ten minutes, because of it.
 */
final class SessionDefaults {

    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "search_path", "pg_catalog",
            "default_transaction_read_only", "off",
            "default_transaction_isolation", "read committed",
            "statement_timeout", "0",
            "lock_timeout", "0",
            "idle_in_transaction_session_timeout", "0",
            "transaction_timeout", "0",
            "default_tablespace", "",
            "check_function_bodies", "on",
            "intervalstyle", "postgres"));

    private SessionDefaults() {
    }

    /** Sets them for the whole session, those that this version of the server has. */
    static void apply(Connection connection) throws SQLException {
        String sql = """
                SELECT pg_catalog.set_config(pinned.name, pinned.value, false)
                FROM pg_catalog.pg_settings
                JOIN unnest(?::pg_catalog.text[], ?::pg_catalog.text[]) AS pinned (name, value) ON pinned.name = pg_settings.name
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", SETTINGS.keySet().toArray()));
            statement.setArray(2, connection.createArrayOf("text", SETTINGS.values().toArray()));
            statement.executeQuery().close();
        }
    }
}
